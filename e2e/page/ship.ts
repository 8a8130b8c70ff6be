import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import type { Lab } from './lab.js';

/** For what must not happen: there is no condition to wait for. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What the page says of its handler, once `key` is `value`. */
export async function statsWhen(page: Page, key: string, value: unknown): Promise<Record<string, unknown>> {
  await expect.poll(() => page.evaluate(`handler.stats.${key}`), { timeout: 45_000 }).toBe(value);
  return (await page.evaluate('handler.stats')) as Record<string, unknown>;
}

export async function ship(lab: Lab, url = '/logs', options = ''): Promise<Page> {
  const page = await lab.open();
  await page.evaluate(`
    handler = new loggia.HTTPHandler('${url}', { flushInterval: 200, ${options} });
    loggia.getLogger().addHandler(handler);
    loggia.getLogger().setLevel('DEBUG');
    log = loggia.getLogger('shop');
  `);
  return page;
}

export const logMany = (page: Page, count: number, size = 1): Promise<unknown> =>
  page.evaluate(`for (let i = 0; i < ${count}; i++) log.debug('%d' + ' '.repeat(${size}), i)`);

export const offline = (page: Page, isOffline: boolean): Promise<void> => page.setOfflineMode(isOffline);

/** As when the user turns to another tab: headless pages do not do it by themselves. */
export const hide = (page: Page, state: 'hidden' | 'visible'): Promise<unknown> =>
  page.evaluate(`
    Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  `);
