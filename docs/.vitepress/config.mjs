import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';

const DOCS = fileURLToPath(new URL('..', import.meta.url));
const titleOf = (file) => /^# (.*)$/m.exec(readFileSync(`${DOCS}${file}`, 'utf8'))?.[1] ?? file;

/** A page in the list at the side, by its own title. */
const page = (name) => ({ text: titleOf(`${name}.md`).replaceAll('`', ''), link: `/${name}` });
const pagesThatExist = (...names) => {
  const files = new Set(readdirSync(DOCS));
  return names.filter((name) => files.has(`${name}.md`)).map(page);
};

/** The cookbook is made from programs; what there is, is listed, in the order of its first page. */
function cookbook() {
  if (!existsSync(`${DOCS}cookbook/README.md`)) return [];
  const contents = readFileSync(`${DOCS}cookbook/README.md`, 'utf8');
  const placeOf = (name) => contents.indexOf(`(${name}.md)`) >>> 0; // those not named there come last
  const names = readdirSync(`${DOCS}cookbook`)
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .map((file) => file.replace('.md', ''))
    .sort((a, b) => placeOf(a) - placeOf(b));
  const items = names.map((name) => page(`cookbook/${name}`));
  return [{ text: 'Cookbook', link: '/cookbook/', collapsed: true, items }];
}

const MODULES = ['core', 'core/config', 'core/format', 'node', 'browser', 'ingest', 'testing'];

/** What each package exports, as the reference made from doc comments has it. */
function api() {
  const members = (module) =>
    ['classes', 'functions', 'interfaces'].flatMap((kind) => {
      const folder = `${DOCS}api/${module}/${kind}`;
      const files = existsSync(folder) ? readdirSync(folder) : [];
      return files
        .map((file) => file.replace('.md', ''))
        .map((name) => [name, `/api/${module}/${kind}/${name}`]);
    });
  return MODULES.map((module) => ({
    text: `@loggia/${module}`,
    link: `/api/${module}/`,
    collapsed: true,
    items: members(module)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([text, link]) => ({ text, link })),
  }));
}

export default defineConfig({
  title: 'Loggia',
  description: "Python's logging, whole, for the browser and Node.",
  lang: 'en-GB',
  cleanUrls: true,
  // Under a path of a larger site: LOGGIA_DOCS_BASE=/loggia/
  base: process.env.LOGGIA_DOCS_BASE ?? '/',
  rewrites: { 'cookbook/README.md': 'cookbook/index.md' },
  srcExclude: ['node_modules/**'],
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'Guide', link: '/concepts' },
      { text: 'Cookbook', link: '/cookbook/' },
      { text: 'API', link: '/api/' },
    ],
    sidebar: {
      '/api/': api(),
      '/': [
        { text: 'Begin', items: pagesThatExist('start', 'concepts', 'migrating', 'differences') },
        {
          text: 'Use',
          items: pagesThatExist('configuration', 'pages', 'endpoint', 'frameworks', 'shared-files'),
        },
        {
          text: 'Rely on',
          items: pagesThatExist(
            'delivery',
            'delivery-compared',
            'exit',
            'security',
            'performance',
            'troubleshooting',
          ),
        },
        {
          text: 'Look up',
          items: [
            ...pagesThatExist('handlers', 'formatters', 'filters', 'extending'),
            { text: 'API', link: '/api/' },
          ],
        },
        ...cookbook(),
      ],
    },
  },
});
