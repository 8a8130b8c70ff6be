import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createIngest, toNodeListener } from '@loggia/ingest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleProgram, type Program } from './spawn.testing.js';

const TIMEOUT_MS = 60_000;
const RUNS = 4;
const KILLED_AFTER = 500;

// Logs for ever, and says the number of each record that was logged; or delivers what is there, and ends.
const SOURCE = `
import { writeSync } from 'node:fs';
import { getLogger, HTTPHandler, INFO, installPlatform } from '@loggia/core';
import { fileSpool, nodePlatform } from '@loggia/node';

const [url, directory, run] = process.argv.slice(2);
installPlatform(nodePlatform);
const handler = new HTTPHandler(url, {
  store: fileSpool(directory),
  flushInterval: 5,
  batchSize: 20,
  retry: { base: 10, cap: 20 },
});
const log = getLogger('crash');
log.setLevel(INFO);
log.addHandler(handler);
if (run === 'drain') {
  while (handler.stats.pending > 0) {
    await handler.flush();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
} else {
  for (let i = 0; ; i++) {
    log.info('%s-%d', run, i);
    writeSync(1, i + '\\n');
    if (i % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}
`;

let program: Program;
let server: Server;
const received: string[] = [];

beforeAll(async () => {
  program = await bundleProgram(SOURCE);
  const ingest = createIngest({ onRecord: (record) => void received.push(record.getMessage()) });
  let requests = 0;
  // Every third answer is lost, so that what is sent again is part of the test.
  const listen = toNodeListener(ingest);
  server = createServer((request, response) => {
    if (++requests % 3 === 0) response.end = (() => request.socket.destroy()) as never;
    listen(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}, TIMEOUT_MS);
afterAll(() => {
  server?.closeAllConnections();
  server?.close();
  program?.dispose();
});

it(
  'what was logged before a SIGKILL is at the endpoint after a restart, each record once',
  async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const args = (run: string): string[] => [url, join(program.directory, 'spool'), run];
    const kill = { when: `\n${KILLED_AFTER}\n`, signal: 'SIGKILL' } as const;
    // Two at a time, in one directory.
    const logged = new Map<string, number>();
    for (let run = 0; run < RUNS; run += 2) {
      const names = [`${run}`, `${run + 1}`];
      const ended = await Promise.all(names.map((name) => program.run({ args: args(name), kill })));
      for (const [i, { signal, stdout, stderr }] of ended.entries()) {
        expect({ signal, stderr }).toEqual({ signal: 'SIGKILL', stderr: '' });
        logged.set(names[i]!, stdout.slice(0, stdout.lastIndexOf('\n')).split('\n').length);
      }
    }
    const drained = await program.run({ args: args('drain') });
    expect(drained).toMatchObject({ code: 0, signal: null });
    expect(new Set(received).size).toBe(received.length);
    for (const [run, count] of logged) {
      expect(count).toBeGreaterThan(KILLED_AFTER);
      const seen = new Set(received.filter((text) => text.startsWith(`${run}-`)));
      const missing = Array.from({ length: count }, (_, i) => `${run}-${i}`).filter(
        (text) => !seen.has(text),
      );
      expect(missing).toEqual([]);
      // The one whose call had not returned may be there or not.
      expect(seen.size - count).toBeLessThanOrEqual(1);
    }
  },
  TIMEOUT_MS,
);
