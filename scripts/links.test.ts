import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const inDocs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.md') && !/^(api|node_modules|\.vitepress)\//.test(file),
);
const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...inDocs.map((file) => `docs/${file}`)];
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const withoutCode = (text: string): string =>
  text.replaceAll(/^```.*?^```$/gms, '').replaceAll(/`[^`\n]*`/g, '`');

/** The anchors of a page's headings, as GitHub and the site make them. */
function anchors(file: string): string[] {
  const headings = read(file)
    .replaceAll(/^```.*?^```$/gms, '')
    .matchAll(/^#+ +(.*)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** What is wrong with a link of a page; undefined if it leads somewhere. */
function complaint(file: string, link: string): string | undefined {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? file : relative(ROOT, join(ROOT, dirname(file), path));
  if (path.startsWith('/')) return 'does not work where the file is read by itself';
  if (!existsSync(join(ROOT, target))) return 'there is no such file';
  if (file.startsWith('docs/') && !target.startsWith('docs/')) return 'the site has only what is in docs';
  if (anchor !== undefined && !anchors(target).includes(anchor)) return 'there is no such heading';
  return undefined;
}

describe('the documents', () => {
  it.each(pages)('%s links to what is there', (file) => {
    const links = [...withoutCode(read(file)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const wrong = links
      .filter((link) => !/^(https?|mailto):/.test(link))
      .map((link) => [link, complaint(file, link)])
      .filter(([, what]) => what !== undefined);
    expect(wrong).toEqual([]);
  });

  it('have a home that leads to pages', () => {
    const links = [...read('docs/index.md').matchAll(/^ +link: \/([\w-]+)(?:#([\w-]+))?$/gm)];
    expect(links.length).toBeGreaterThan(5);
    for (const [, page, anchor] of links) {
      expect(
        complaint('docs/index.md', `${page}.md${anchor === undefined ? '' : `#${anchor}`}`),
      ).toBeUndefined();
    }
  });

  it('are all listed at the side of the site', () => {
    const config = read('docs/.vitepress/config.mjs');
    const unlisted = inDocs.filter(
      (file) => !/^(index\.md$|cookbook\/)/.test(file) && !config.includes(`'${file.replace('.md', '')}'`),
    );
    expect(unlisted).toEqual([]);
  });
});
