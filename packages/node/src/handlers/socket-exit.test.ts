import { installPlatform } from '@loggia/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodePlatform } from '../platform.js';
import { LogRecordSocketReceiver } from '../receivers/tcp.js';
import { bundleProgram, type Program } from '../spawn.testing.js';
import { until } from '../until.testing.js';

installPlatform(nodePlatform);
const TIMEOUT_MS = 60_000;

// Logs, when it is connected, as many records as its third argument says, and ends as its second one says.
const SOURCE = `
import { writeSync } from 'node:fs';
import { getLogger, INFO, installPlatform } from '@loggia/core';
import { nodePlatform, SocketHandler } from '@loggia/node';

const [port, ending, count] = process.argv.slice(2);
installPlatform(nodePlatform);
const log = getLogger('exit');
log.setLevel(INFO);
const handler = new SocketHandler('127.0.0.1', Number(port));
log.addHandler(handler);
if (ending === 'nobody there') log.info('lost');
else {
  log.info('first');
  await handler.flush();
  for (let i = 0; i < Number(count); i++) log.info('record %d', i);
  if (ending === 'process.exit') process.exit(3);
  if (ending === 'uncaught throw') throw new Error('thrown');
  if (ending === 'SIGTERM') setInterval(() => {}, 1000);
  writeSync(1, 'ready\\n');
}
`;

describe('what a SocketHandler sends when the process ends', () => {
  let program: Program;
  beforeAll(async () => {
    program = await bundleProgram(SOURCE);
  }, TIMEOUT_MS);
  afterAll(() => program?.dispose());

  it.each(['natural end', 'process.exit', 'uncaught throw', 'SIGTERM'])(
    '%s: all that was logged, once',
    async (ending) => {
      const texts: string[] = [];
      const receiver = new LogRecordSocketReceiver({
        port: 0,
        onRecord: (record) => texts.push(record.getMessage()),
      });
      await receiver.start();
      const kill = ending === 'SIGTERM' ? { kill: { when: 'ready', signal: ending } as const } : {};
      await program.run({ args: [String(receiver.port), ending, '1000'], ...kill });
      await until(() => texts.length >= 1001);
      await receiver.stop();
      expect(texts).toEqual(['first', ...Array.from({ length: 1000 }, (_, i) => `record ${i}`)]);
    },
    TIMEOUT_MS,
  );

  it(
    'a receiver that is not there does not keep the process alive',
    async () => {
      const receiver = new LogRecordSocketReceiver({ port: 0 });
      await receiver.start();
      await receiver.stop();
      const ended = await program.run({ args: [String(receiver.port), 'nobody there', '0'] });
      expect(ended.code).toBe(0);
    },
    TIMEOUT_MS,
  );
});
