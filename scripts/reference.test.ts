import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nodeClassTable } from '@loggia/node/config';
import { describe, expect, it } from 'vitest';

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8');
const PAGES: Readonly<Record<string, string>> = {
  Handler: read('docs/handlers.md'),
  Formatter: read('docs/formatters.md'),
  Filter: read('docs/filters.md'),
};
const API = ['core', 'node', 'browser'].map((name) => read(`etc/api/${name}.api.md`)).join('');

/** What stands below the heading of a class, with what it says it has from others. */
function section(kind: string, name: string): string {
  const text = PAGES[kind]!.match(new RegExp(`^## ${name}\\n(.*?)(?=^## |(?![^]))`, 'ms'))?.[1];
  if (text === undefined) throw new Error(`there is no heading "## ${name}"`);
  return [
    text,
    ...[...text.matchAll(/All options of\s+\[`(\w+)`\]/g)].map(([, other]) => section(kind, other!)),
  ].join('');
}

const kindOf = (name: string): string => /(Handler|Formatter|Filter)$/.exec(name)![1]!;
const exported = [...API.matchAll(/^(?:abstract )?class (\w*(?:Handler|Formatter|Filter))\b/gm)].map(
  ([, name]) => name!,
);
// Not exported: the types of TypeScript need it.
const HIDDEN = ['CodedHandler', 'SenderHandler', 'StructuredFormatter'];
const classes = exported.filter((name) => !HIDDEN.includes(name));

describe('the reference', () => {
  it.each(classes)('has a section for %s', (name) => {
    expect(section(kindOf(name), name).length).toBeGreaterThan(20);
  });

  const configurable = Object.entries(nodeClassTable.classes).filter(([, { kind }]) =>
    /^(handler|formatter|filter)$/.test(kind),
  );
  it.each(configurable)('names every option of %s that a configuration knows', (name, { options }) => {
    const text = section(kindOf(name), name);
    expect(Object.keys(options).filter((option) => !text.includes(`\`${option}\``))).toEqual([]);
  });

  it.each(['IndexedDBHandler', 'WorkerHandler'])('names every option of %s', (name) => {
    const [, fields = ''] = new RegExp(`^interface ${name}Options[^{]*{\\n(.*?)^}`, 'ms').exec(API)!;
    const options = [...fields.matchAll(/^ +readonly (\w+)\?/gm)].map(([, option]) => option!);
    expect(options.length).toBeGreaterThan(1);
    const text = section('Handler', name);
    expect(options.filter((option) => !text.includes(`\`${option}\``))).toEqual([]);
  });
});
