// Somebody with a browser of their own who opens the page, leaves it, and comes back.

/** So that an SDK has begun when something happens: some keep less while they do. */
const BEGIN_MS = 1000;
/** Numbers of what the page logs that is not counted. */
const UNCOUNTED = 1_000_000;

/** About 270 characters for each number, as compressible as log lines are. */
const TEXT_OF = `globalThis.textOf = (i) => {
  const words = 'cart order price stock user page item paid sent view found empty retry total late open'.split(' ');
  let text = 'record ' + i;
  for (let at = i + 1; text.length < 262; at = (at * 48271) % 2147483647) text += ' ' + words[at % 16] + '=' + (at % 997);
  return text;
};`;

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Visitor {
  #context;
  #url;
  #page;
  #next = 0;

  /** @param context - A browser, or a context of one. */
  constructor(context, url) {
    this.#context = context;
    this.#url = url;
  }

  async open(context = this.#context) {
    this.#context = context;
    this.#page = await context.newPage();
    await this.#page.goto(this.#url);
    await this.#isReady();
  }

  /** Logs that many in one loop, and then does what else it is told in the same turn. */
  async burst(count, then = '') {
    const from = this.#next;
    this.#next += count;
    await this.#page.evaluate(
      `{ for (let i = ${from}; i < ${from + count}; i++) logText(textOf(i)); ${then} }`,
    );
  }

  /** One each `everyMs`; where timers are late it catches up. Returns when all are logged. */
  async steady(count, everyMs) {
    const from = this.#next;
    this.#next += count;
    await this.#page.evaluate(`new Promise((done) => {
      const begun = performance.now();
      let sent = 0;
      const timer = setInterval(() => {
        while (sent < ${count} && sent <= (performance.now() - begun) / ${everyMs})
          logText(textOf(${from} + sent++));
        if (sent === ${count}) done(clearInterval(timer));
      }, ${everyMs});
    })`);
  }

  setOffline(isOffline) {
    return this.#page.setOfflineMode(isOffline);
  }

  /** Logs that many and reloads in the same turn. */
  async burstAndReload(count) {
    const loaded = this.#page.waitForNavigation();
    await this.burst(count, 'location.reload();');
    await loaded;
    await this.#isReady();
    await this.#logSomething();
  }

  /** Comes back in a new tab, whose page logs something, too. */
  async comeBack(context) {
    await this.open(context);
    await this.#logSomething();
  }

  /** As by a click on the cross of the tab. */
  async close() {
    const page = this.#page;
    if (page === undefined || page.isClosed()) return;
    const closed = new Promise((resolve) => page.once('close', resolve));
    await page.close({ runBeforeUnload: true });
    await Promise.race([closed, pause(5000)]);
  }

  async #isReady() {
    await this.#page.waitForFunction('globalThis.isReady');
    await this.#page.evaluate(TEXT_OF);
    await pause(BEGIN_MS);
  }

  async #logSomething() {
    await this.#page.evaluate(`for (let i = ${UNCOUNTED}; i < ${UNCOUNTED + 10}; i++) logText(textOf(i))`);
  }
}
