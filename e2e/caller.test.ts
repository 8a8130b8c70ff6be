import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallerPage, CONDITIONS, type FoundCall, serveCallerPage } from './caller-page.js';
import { launchChromium } from './chromium.js';

describe.each([
  ['whole', false],
  ['minified', true],
] as const)('in a page that is bundled %s, a record says who called', (_name, minify) => {
  let browser: Browser;
  let served: CallerPage;

  beforeAll(async () => {
    browser = await launchChromium();
    served = await serveCallerPage(minify);
  });
  afterAll(async () => {
    served?.close();
    await browser?.close();
  });

  it.each(Object.keys(CONDITIONS))('where Error is %s', async (condition) => {
    const page = await browser.newPage();
    await page.goto(served.url(condition));
    await page.waitForFunction('globalThis.found');
    const found = (await page.evaluate('globalThis.found')) as FoundCall[];
    expect(found.map(({ stackInfo: _, ...call }) => call)).toEqual(served.expected);
    const { stackInfo } = found.find(({ msg }) => msg === 'ofStack')!;
    expect(stackInfo?.split('\n')[1]).toContain('ofStack');
    await page.close();
  });
});
