import type { Worker } from 'node:worker_threads';
import { getPlatform } from '@loggia/core';
import type { QueueLimits } from './limits.js';
import { ANSWERED, ENDED, type Question, WORKER_TAG, type WorkerHello } from './log-worker.js';
import { Outlet } from './outlet.js';

/** A worker that writes records, as the thread sees it that logs them. It does not keep the process alive. */
export class WorkerLink {
  readonly worker: Worker;
  readonly outlet: Outlet;
  readonly #state = new Int32Array(new SharedArrayBuffer(8));
  readonly #waiters = new Map<number, () => void>();
  #asked = 0;
  #error: unknown;

  /** @param onEnd - Called when the worker has ended, with the error that ended it, if it was one. */
  constructor(worker: Worker, limits: QueueLimits, onEnd: (error: unknown) => void) {
    this.worker = worker;
    this.outlet = new Outlet(limits, () => {});
    const { port, inlet } = this.outlet;
    port.on('message', (number: number) => this.#settle(number));
    port.unref();
    worker.on('error', (error) => {
      this.#error = error;
    });
    worker.on('exit', () => {
      this.outlet.close();
      for (const number of [...this.#waiters.keys()]) this.#settle(number);
      onEnd(this.#error);
    });
    worker.unref();
    const hello: WorkerHello = { inlet, state: this.#state };
    worker.postMessage({ [WORKER_TAG]: hello }, [inlet.port]);
  }

  /** Settles when the worker has done it, has ended, or needs longer than that. Keeps the process alive until then. */
  ask(what: Question['what'], timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.outlet.isClosed) {
        resolve();
        return;
      }
      const number = this.#post(what);
      const cancel = getPlatform().timer(timeoutMs, () => this.#settle(number));
      this.#waiters.set(number, () => {
        cancel();
        resolve();
      });
      // Not the port alone: it closes before it is known how the worker has ended.
      this.outlet.port.ref();
      this.worker.ref();
    });
  }

  /**
   * Waits, asleep, until the worker has done it.
   *
   * @returns Whether it has: it may have ended, or need longer.
   */
  askNow(what: Question['what'], timeoutMs: number): boolean {
    this.#post(what);
    return this.awaitNow(timeoutMs);
  }

  /** Waits, asleep, until the worker has done what it was asked for last. @returns Whether it has. */
  awaitNow(timeoutMs: number): boolean {
    const number = this.#asked;
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const answered = Atomics.load(this.#state, ANSWERED);
      if (answered >= number) return true;
      const left = deadline - Date.now();
      if (left <= 0 || this.hasEnded) return false;
      // The worker may have ended just now, and nobody wakes us any more.
      Atomics.wait(this.#state, ANSWERED, answered, Math.min(left, 100));
    }
  }

  /** Known also while the event loop stands still. */
  get hasEnded(): boolean {
    return this.outlet.isClosed || Atomics.load(this.#state, ENDED) === 1;
  }

  #post(what: Question['what']): number {
    this.outlet.postBatch();
    const question: Question = { number: ++this.#asked, what };
    this.outlet.port.postMessage(question);
    return question.number;
  }

  #settle(number: number): void {
    this.#waiters.get(number)?.();
    this.#waiters.delete(number);
    if (this.#waiters.size > 0) return;
    this.outlet.port.unref();
    this.worker.unref();
  }
}
