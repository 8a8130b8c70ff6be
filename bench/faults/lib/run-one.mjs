import { openBrowser } from './browser.mjs';
import { openServer } from './server.mjs';
import { pause, Visitor } from './visitor.mjs';

/** After the last tab was closed. */
const LAST_MS = 3000;

let last = Promise.resolve();

/** One after the other, so that the machine has nothing else to do. */
function turn(task) {
  const mine = last.then(task);
  last = mine.catch(() => {});
  return mine;
}

/** One SDK through one scenario, with a server and a browser context of its own; resolves with its figures. */
export async function runOne(scenario, sdk, script, shared) {
  const server = await openServer(sdk, script);
  let own;
  let context;
  try {
    const visitor = await turn(async () => {
      own = scenario.needsBrowser ? await openBrowser() : undefined;
      context = own?.browser ?? (await shared.createBrowserContext());
      const opened = new Visitor(context, server.url);
      await opened.open();
      await scenario.atOnce?.(opened);
      return opened;
    });
    const more = await scenario.run?.(visitor, server, own?.restart);
    await pause(scenario.settleMs);
    await visitor.close();
    await pause(LAST_MS);
    return { ...server.books(scenario.logged), ...more };
  } finally {
    await (own ?? context)?.close();
    await server.close();
  }
}
