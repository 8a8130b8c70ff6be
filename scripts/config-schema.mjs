// `npm run schema` writes packages/loggia/schema.json, by which editors complete a logging.json; with `--check` it only compares.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { declaredAt, exportsOf, isFile, readModule } from './declarations.mjs';
import { isMain, root } from './run.mjs';

const FILE = 'packages/loggia/schema.json';

/** The schema of the classes of all environments, with what the options' own comments say. */
export async function schemaText() {
  const { configSchema } = await import('@loggia/core/config');
  const { nodeClassTable } = await import('@loggia/node/config');
  const { browserClassTable } = await import('@loggia/browser/config');
  const classes = { ...browserClassTable.classes, ...nodeClassTable.classes };
  return `${textOf(configSchema({ classes, bases: [], constants: {}, missing: {} }, describeOption))}\n`;
}

/** A line for each option, for who reads what changed; no more than that, for who installs it. */
function textOf(value, depth = 4) {
  if (depth === 0 || typeof value !== 'object' || Array.isArray(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}:${textOf(member, depth - 1)}`,
  );
  return `{\n${members.join(',\n')}\n}`;
}

/** The comment of an option, where it is declared. */
function describeOption(className, option) {
  for (const name of ['core', 'node', 'browser']) {
    const exported = exportsOf(join(root, `packages/${name}/dist/esm/index.d.ts`));
    const place = exported.get(className);
    if (place === undefined || !isFile(place.from)) continue;
    const [statement] = readModule(place.from).declared.get(place.name);
    const type = optionsType(statement.declaration ?? statement);
    return type && commentOf(option, { from: place.from, name: type });
  }
  return undefined;
}

/** The name of the type of a constructor's last parameter. */
function optionsType({ body }) {
  const maker = body?.body.find((member) => member.kind === 'constructor');
  const last = maker?.value.params.at(-1);
  return last?.typeAnnotation?.typeAnnotation.typeName?.name;
}

function commentOf(option, place) {
  const { from, name } = resolvePlace(place);
  if (!isFile(from)) return undefined;
  const { declared, text, comments } = readModule(from);
  for (const statement of declared.get(name) ?? []) {
    const { body, extends: bases = [] } = statement.declaration ?? statement;
    const member = body?.body?.find(({ key }) => key?.name === option);
    if (member !== undefined) {
      const comment = comments.findLast(({ end }) => end <= member.start);
      const isOwn = comment?.value.startsWith('*') && text.slice(comment.end, member.start).trim() === '';
      return isOwn ? plainText(comment.value) : undefined;
    }
    for (const { expression, typeArguments } of bases) {
      const base = expression.name === 'Omit' ? typeArguments.params[0].typeName.name : expression.name;
      const found = commentOf(option, { from, name: base });
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Follows imports to where a type is declared; one of another package of ours to its built declarations. */
function resolvePlace(place) {
  const module = readModule(place.from);
  if (module.declared.has(place.name)) return place;
  const target = module.imported.get(place.name);
  if (target === undefined) return { from: '', name: place.name };
  const [, name] = /^@loggia\/(\w+)$/.exec(target.from) ?? [];
  if (name === undefined) return declaredAt(target);
  return exportsOf(join(root, `packages/${name}/dist/esm/index.d.ts`)).get(target.name);
}

function plainText(comment) {
  return comment
    .replaceAll(/^\s*\* ?/gm, '')
    .replaceAll(/\{@link (?:\w+\.)?(\w+)\}/g, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

if (isMain(import.meta)) {
  const check = process.argv.includes('--check');
  // Who checks has built before: `npm run check` does.
  if (!check) await build().catch((error) => console.error(`build: ${error.message.split('\n')[0]}`));
  const file = join(root, FILE);
  const text = await schemaText();
  const isInStep = existsSync(file) && readFileSync(file, 'utf8') === text;
  if (!check && !isInStep) writeFileSync(file, text);
  if (!isInStep)
    console.log(
      check ? `${FILE}: the options of a class have changed; see \`npm run schema\`` : `wrote ${FILE}`,
    );
  if (check && !isInStep) process.exitCode = 1;
}
