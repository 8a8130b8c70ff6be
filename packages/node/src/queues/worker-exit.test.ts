import { describe, expect, it } from 'vitest';
import { useProgram } from '../program.testing.js';

const RECORDS = 5000;

// A worker logs and comes to its end at once; the main thread writes what arrives, one line a record.
const SOURCE = `
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { getLogger, installPlatform, QueueHandler, QueueListener, StreamHandler } from '@loggia/core';
import { nodePlatform, WorkerQueue } from '@loggia/node';

installPlatform(nodePlatform);
if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url), { workerData: process.argv[2] });
  worker.on('error', () => {});
  const listener = new QueueListener(new WorkerQueue(worker), new StreamHandler());
  listener.start();
  worker.on('message', (message) => {
    if (message === 'terminate') worker.terminate();
    if (message === 'main exits') process.exit(0);
  });
  worker.on('exit', () => listener.stop());
} else {
  const log = getLogger('worker');
  log.addHandler(new QueueHandler(new WorkerQueue(parentPort!)));
  for (let i = 0; i < ${RECORDS}; i++) log.warning('record %d', i);
  if (workerData === 'process.exit') process.exit(3);
  if (workerData === 'throw') throw new Error('thrown');
  if (workerData === 'terminate' || workerData === 'main exits') {
    parentPort!.postMessage(workerData);
    for (;;);
  }
}
`;

describe('what a worker has put into its queue', () => {
  const program = useProgram(SOURCE);

  it.each(['natural', 'process.exit', 'throw', 'terminate', 'main exits'])(
    'is all written by the main thread, after the end: %s',
    async (ending) => {
      const { code, stderr } = await program.run({ args: [ending] });
      expect(stderr.trimEnd().split('\n')).toEqual(Array.from({ length: RECORDS }, (_, i) => `record ${i}`));
      expect(code).toBe(0);
    },
    60_000,
  );
});
