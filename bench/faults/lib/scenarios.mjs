// The faults that all SDKs go through. `run` gets somebody on the page, and its
// server; what hangs on milliseconds is in `atOnce`, while nobody else begins anything.
import { above, first, reset, status } from './faults.mjs';
import { pause } from './visitor.mjs';

const SETTLE_MS = 75_000;

/** Logs while the server misbehaves for as long as `ms`. */
const during = (ms, fault, count, everyMs) => async (visitor, server) => {
  server.fault = fault;
  await Promise.all([visitor.steady(count, everyMs), pause(ms)]);
  server.fault = undefined;
};

const always = (fault, count, everyMs) => async (visitor, server) => {
  server.fault = fault();
  await visitor.steady(count, everyMs);
};

export const SCENARIOS = [
  {
    name: 'steady',
    title: 'No fault: one each 50 ms',
    logged: 100,
    run: (visitor) => visitor.steady(100, 50),
  },
  { name: 'status-500', title: '500 for 10 s', logged: 100, run: during(10_000, status(500), 100, 50) },
  { name: 'reset', title: 'Connections reset for 10 s', logged: 100, run: during(10_000, reset, 100, 50) },
  {
    name: 'status-429',
    title: '429 with `Retry-After: 2` for 15 s',
    logged: 100,
    run: during(15_000, status(429, { 'retry-after': '2' }), 100, 50),
  },
  {
    name: 'status-413',
    title: '413 above 10,000 bytes, all logged at once',
    logged: 100,
    run(visitor, server) {
      server.fault = above(10_000);
      return visitor.burst(100);
    },
  },
  {
    name: 'hang',
    title: 'The first three requests are never answered',
    logged: 100,
    // Some give up on a request after a minute, one after the other.
    settleMs: 330_000,
    run: always(() => first(3, 'hang'), 100, 50),
  },
  {
    name: 'lost-replies',
    title: 'The replies to the first three stored requests are lost',
    logged: 100,
    run: always(() => first(3, 'lose reply'), 100, 50),
  },
  {
    name: 'no-store',
    title: 'Replies with a body and `Cache-Control: no-store`',
    logged: 2000,
    async run(visitor, server) {
      server.headers = { 'cache-control': 'no-store' };
      await visitor.steady(2000, 10);
    },
  },
  {
    name: 'burst',
    title: 'One loop logs 5,000, without a fault',
    logged: 5000,
    run: (visitor) => visitor.burst(5000),
  },
  {
    name: 'offline',
    title: 'The browser is offline for 30 s',
    logged: 300,
    async run(visitor) {
      await visitor.setOffline(true);
      await Promise.all([visitor.steady(300, 50), pause(30_000)]);
      await visitor.setOffline(false);
    },
  },
  {
    name: 'reload',
    title: 'Reloaded at once',
    logged: 60,
    atOnce: (visitor) => visitor.burstAndReload(60),
  },
  {
    name: 'reload-1000',
    title: 'Reloaded at once, with 300 kB waiting',
    logged: 1000,
    atOnce: (visitor) => visitor.burstAndReload(1000),
  },
  {
    name: 'close-1000',
    title: 'The tab is closed at once, with 300 kB waiting, and opened again 15 s later',
    logged: 1000,
    async atOnce(visitor) {
      await visitor.burst(1000);
      await visitor.close();
      await pause(1000);
    },
    async run(visitor, server) {
      await pause(15_000);
      const { arrived } = server.books(1000);
      await visitor.comeBack();
      return { beforeReturn: arrived };
    },
  },
  {
    name: 'outage-closed',
    title: 'The tab is closed while connections are reset; a new one 15 s later',
    logged: 100,
    async run(visitor, server) {
      server.fault = reset;
      await visitor.steady(100, 50);
      await pause(10_000);
      await visitor.close();
      await pause(15_000);
      server.fault = undefined;
      await visitor.comeBack();
    },
  },
  {
    name: 'killed',
    title: 'The browser is killed (SIGKILL) while connections are reset, and started again',
    logged: 300,
    needsBrowser: true,
    async run(visitor, server, restart) {
      server.fault = reset;
      await visitor.steady(300, 20);
      await pause(10_000);
      const browser = await restart();
      server.fault = undefined;
      await visitor.comeBack(browser);
    },
  },
].map((scenario) => ({ settleMs: SETTLE_MS, ...scenario }));
