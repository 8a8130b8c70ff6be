import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A piece of code that the documentation shows. */
export interface Snippet {
  /** The file, and the line on which the code begins. */
  readonly place: string;
  readonly host: 'node' | 'page';
  readonly code: string;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FENCE = /^( \* |)```ts( page)?\n(.*?)^\1```/gms;

/** Every TypeScript block of the README, the documents and the examples in doc comments; the cookbook's have a test of their own. */
export function collectSnippets(): Snippet[] {
  return [
    'README.md',
    'CONTRIBUTING.md',
    ...filesBelow('docs', '.md'),
    ...filesBelow('packages', '.md'),
    ...filesBelow('packages', '.ts'),
  ].flatMap(readSnippets);
}

function filesBelow(folder: string, ending: string): string[] {
  return (
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      // docs/api and docs/cookbook are made from doc comments, which are here themselves, and from programs with tests.
      .filter(
        (file) =>
          file.endsWith(ending) &&
          !/(^|\/)(dist|node_modules)\/|^(api|cookbook)\/|\.(test|testing|d)\.ts$/.test(file),
      )
      .map((file) => join(folder, file))
      .sort()
  );
}

function readSnippets(file: string): Snippet[] {
  const text = readFileSync(join(ROOT, file), 'utf8').replaceAll(/^ +\* ?/gm, ' * ');
  return [...text.matchAll(FENCE)].map((match) => {
    const [, prefix = '', page, code = ''] = match;
    const line = text.slice(0, match.index).split('\n').length + 1;
    return {
      place: `${file}:${line}`,
      host: page === undefined ? 'node' : 'page',
      code: prefix === '' ? code : code.replaceAll(/^ \* /gm, ''),
    };
  });
}
