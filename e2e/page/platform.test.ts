import { beforeAll, expect, it } from 'vitest';
import { BROWSERS, openBrowser, type TestBrowser } from '../browsers.js';
import { BUNDLERS, withEntry } from '../bundle-for-browser.js';
import { startLab } from './lab.js';

const SUITE = `
import { getPlatform } from 'loggia/browser';
import { platformCases } from '@loggia/testing';
globalThis.checks = Promise.all(
  platformCases.map(async ({ name, check }) => [name, (await check(getPlatform(), {})) ?? 'kept']),
);
`;

let script: string;
beforeAll(async () => {
  script = await withEntry(SUITE, BUNDLERS['esbuild']!);
});

it.each(BROWSERS)('in %s, a page keeps every promise of a platform', async (name) => {
  await using browser: TestBrowser = await openBrowser(name);
  await using lab = await startLab(browser);
  lab.scripts.set('/suite.js', script);
  const page = await lab.open();
  const checks = (await page.evaluate(`import('/suite.js').then(() => checks)`)) as [string, string][];
  expect(checks.length).toBeGreaterThan(10);
  expect(checks.filter(([, complaint]) => complaint !== 'kept')).toEqual([]);
});
