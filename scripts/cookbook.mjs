// `npm run cookbook` writes docs/cookbook from examples/cookbook: the text, the very source, and what it prints. With `--check` it only compares.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { PLACEHOLDERS } from './cookbook-placeholders.mjs';
import { isMain, root } from './run.mjs';

const RECIPES = join(root, 'examples/cookbook');
const PAGES = join(root, 'docs/cookbook');

const LANGUAGES = {
  '.ts': 'ts',
  '.json': 'json',
  '.html': 'html',
  '.css': 'css',
  '.conf': 'ini',
  '.py': 'python',
};
const INTRODUCTION = `# Cookbook

Each recipe is a program that runs as it stands: \`npm install loggia\`, say \`"type": "module"\` in your package.json, paste, and
\`node main.ts\`, with Node 22.18 or newer. (Node 20 needs a compiler before it.) A \`page.ts\` goes through your bundler, and lines with \`#\`
say what is done with the page. What is shown is what runs: a test runs every recipe and compares what it prints.
`;

/** The pages by file name. */
export function cookbookPages() {
  const recipes = readdirSync(RECIPES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map(({ name }) => readRecipe(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return new Map([
    ['README.md', indexPage(recipes)],
    ...recipes.map((recipe) => [`${recipe.name}.md`, recipePage(recipe)]),
  ]);
}

function readRecipe(name) {
  const folder = join(RECIPES, name);
  const text = readFileSync(join(folder, 'recipe.md'), 'utf8');
  const [, title, named, body] =
    /^# (.+)\n\n((?:Python: .+\n)*)\n*([\s\S]+)$/.exec(text) ?? fail(name, 'recipe.md begins with "# Title"');
  const sections = [...named.matchAll(/^Python: (\d+(?:\.\d+)?)\. (.+)$/gm)].map(([, number, python]) => ({
    number: Number(number),
    python,
  }));
  const files = readdirSync(folder)
    .filter((file) => file !== 'recipe.md' && file !== 'expected.txt')
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const session = readFileSync(join(folder, 'expected.txt'), 'utf8');
  return { name, folder, title, sections, body, files, session };
}

const rank = (file) => (/^(main|page)\.ts$/.test(file) ? 0 : 1);

function recipePage({ name, folder, title, sections, body, files, session }) {
  const others = sections.filter(({ python }) => python !== title).map(({ python }) => `_${python}_`);
  const named = others.length === 0 ? '' : `In Python's cookbook: ${others.join(', ')}.\n\n`;
  const sources = files.map((file) => {
    const language = LANGUAGES[extname(file)] ?? fail(name, `${file} is of no kind that can be shown`);
    return `\`${file}\`\n\n${fence(language, readFileSync(join(folder, file), 'utf8'))}`;
  });
  const shown = session.replaceAll(
    /\{(\w+)\}/g,
    (placeholder, key) => PLACEHOLDERS[key]?.sample ?? placeholder,
  );
  const edit = `<!-- Written by \`npm run cookbook\` from examples/cookbook/${name}. -->`;
  return `${edit}\n\n# ${title}\n\n${named}${body.trim()}\n\n${sources.join('\n')}\nRun it:\n\n${fence('console', shown)}`;
}

function indexPage(recipes) {
  const link = ({ name, title }) => `[${title}](${name}.md)`;
  const own = recipes.filter(({ sections }) => sections.length === 0);
  const sections = recipes.flatMap((recipe) => recipe.sections).sort((a, b) => a.number - b.number);
  const rows = [...new Set(sections.map(({ python }) => python))].map((python) => {
    const here = recipes.filter((recipe) => recipe.sections.some((section) => section.python === python));
    // First the one that is called the same.
    here.sort((a, b) => Number(b.title === python) - Number(a.title === python));
    return `| ${python} | ${here.map(link).join('<br>')} |\n`;
  });
  const only = own.length === 0 ? '' : `\n## Only here\n\n${own.map((one) => `- ${link(one)}\n`).join('')}`;
  return `<!-- Written by \`npm run cookbook\`. -->\n\n${INTRODUCTION}\n## Python's recipes, in its order\n\n| in Python's cookbook | here |\n| --- | --- |\n${rows.join('')}${only}`;
}

const fence = (language, text) => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\n`;

function fail(name, why) {
  throw new Error(`examples/cookbook/${name}: ${why}`);
}

if (isMain(import.meta)) {
  const check = process.argv.includes('--check');
  const pages = cookbookPages();
  mkdirSync(PAGES, { recursive: true });
  const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);
  const stale = [...pages].filter(([file, text]) => read(join(PAGES, file)) !== text).map(([file]) => file);
  const extra = readdirSync(PAGES).filter((file) => !pages.has(file));
  if (!check) {
    for (const file of stale) writeFileSync(join(PAGES, file), pages.get(file));
    for (const file of extra) rmSync(join(PAGES, file));
  }
  for (const file of [...stale, ...extra])
    console.log(
      check
        ? `docs/cookbook/${file}: not as its recipe; see \`npm run cookbook\``
        : `wrote docs/cookbook/${file}`,
    );
  if (check && stale.length + extra.length > 0) process.exitCode = 1;
}
