import { type MessagePort, parentPort } from 'node:worker_threads';
import { ConfigError, flushHandlers, getLogger, reportError, shutdown } from '@loggia/core';
import { announceExit } from '../exit-hooks.js';
import { type Inlet, noteTaken } from './outlet.js';
import { readRecord } from './record-text.js';

/** Marks the message that begins everything. */
export const WORKER_TAG = 'loggia.worker';
/** In the memory that both threads see: the number of the last question that was answered, and whether the worker ended. */
export const ANSWERED = 0;
export const ENDED = 1;

/** What a log worker gets from a `WorkerHandler`. */
export interface WorkerHello {
  readonly inlet: Inlet;
  readonly state: Int32Array<SharedArrayBuffer>;
}

/** To flush, to get ready for the end of the program, or to close everything. Answered when it is done. */
export interface Question {
  readonly number: number;
  readonly what: 'flush' | 'exit' | 'close';
}

/**
 * Makes a worker thread write what a `WorkerHandler` in another thread is given: call it once, in the module that
 * the worker runs. Each record goes to `handle` of the logger that it names.
 *
 * @param setup - Configures logging in this thread. If it fails, the thread ends, and the `WorkerHandler` says so.
 * @throws ConfigError if this is no worker thread.
 * @example
 * ```ts
 * import { isMainThread } from 'node:worker_threads';
 * import { basicConfig, runLogWorker } from 'loggia/node';
 * if (!isMainThread) {
 *   runLogWorker(() => basicConfig({ filename: 'app.log', format: '%(asctime)s %(levelname)s %(message)s' }));
 * }
 * ```
 */
export async function runLogWorker(setup: () => unknown): Promise<void> {
  const parent = parentPort;
  if (parent === null) {
    const cure =
      'call it in a module that only the worker of a WorkerHandler runs, or where isMainThread is false';
    throw new ConfigError('runLogWorker', `it runs in a worker thread: ${cure}`);
  }
  const hello = waitForHello(parent);
  await setup();
  listen(await hello);
}

function waitForHello(parent: MessagePort): Promise<WorkerHello> {
  return new Promise((resolve) => {
    const onMessage = (message: unknown): void => {
      const hello = (message as { [WORKER_TAG]?: WorkerHello } | null)?.[WORKER_TAG];
      if (hello === undefined) return;
      parent.off('message', onMessage);
      const { state } = hello;
      process.on('exit', () => {
        Atomics.store(state, ENDED, 1);
        Atomics.notify(state, ANSWERED);
      });
      resolve(hello);
    };
    parent.on('message', onMessage);
  });
}

function listen({ inlet, state }: WorkerHello): void {
  const { port } = inlet;
  const answer = async ({ what, number }: Question): Promise<void> => {
    if (what === 'close') await shutdown().catch((error) => reportError(null, error));
    else await flushHandlers();
    if (what === 'exit') announceExit();
    Atomics.store(state, ANSWERED, number);
    Atomics.notify(state, ANSWERED);
    port.postMessage(number);
    if (what === 'close') port.close();
  };
  port.on('message', (message: readonly string[] | Question) => {
    if ('what' in message) {
      void answer(message);
      return;
    }
    for (const text of message) {
      const record = readRecord(text);
      if (record !== undefined) getLogger(record.name).handle(record);
      // Not before: what a worker that crashes has not taken is given to the next one.
      noteTaken(inlet, text);
    }
  });
}
