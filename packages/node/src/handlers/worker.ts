import { Worker } from 'node:worker_threads';
import { ConfigError, QueueHandler } from '@loggia/core';
import { queueLimits, type RemoteQueueOptions } from '../queues/limits.js';
import { WorkerCrew } from '../queues/worker-crew.js';

/** Options of {@link WorkerHandler}. */
export interface WorkerHandlerOptions extends RemoteQueueOptions {
  /**
   * How long a logging call waits, in milliseconds, if the worker is so far behind that nothing more fits. After
   * that, records are dropped and counted until half of the room is free again. Default 100; 0: never wait.
   */
  readonly maxWait?: number | undefined;
  /** How long the end of the program, and `close`, wait for the worker, in milliseconds. Default 10,000. */
  readonly exitTimeout?: number | undefined;
}

/** What the worker of a {@link WorkerHandler} runs: its module, or what starts it, or a worker that was started. */
export type WorkerSource = URL | (() => Worker) | Worker;

/**
 * Hands records to a worker thread, where a whole configuration of its own formats and writes them: what is left for
 * this thread is to put the record into words. The worker's module calls `runLogWorker`.
 *
 * It is given as a module, since that is what bundlers understand: its URL, or a function that starts the worker, such
 * as `() => new Worker(new URL('./log-worker.js', import.meta.url))`. A path as a string would be
 * searched for from who knows where, and a function that is to run in the other thread would have to be sent there as text and
 * evaluated, without what it refers to.
 *
 * Nothing is lost at the natural end, with `process.exit`, an uncaught error, an unhandled rejection or a signal: the
 * end of the process waits until the worker has written all, and has flushed its handlers. With SIGKILL, what the
 * worker has not written yet is lost. If the worker crashes, that is reported, and another takes its place and writes
 * what the first one had not; one that does not come to writing anything, or that cannot be started again, leaves the
 * records to stderr. The worker does not keep the process alive.
 *
 * It needs no formatter, which would put the record into words before the worker does: add it with `addHandler`, since
 * `basicConfig` gives one to every handler.
 *
 * In the worker, write to `StreamHandler` rather than to the console, which needs this thread's help. For a format
 * with `%(lineno)d` and the like set `settings.callerInfo` in this thread: the formatter in the other one
 * cannot ask for it.
 *
 * @example
 * ```ts
 * import { isMainThread } from 'node:worker_threads';
 * import { basicConfig, getLogger, runLogWorker, WorkerHandler } from 'loggia/node';
 * if (isMainThread) {
 *   getLogger().addHandler(new WorkerHandler(new URL(import.meta.url)));
 *   getLogger('shop').error('out of stock', new Error('no tea'), { item: 't-1' });
 * } else {
 *   runLogWorker(() => basicConfig({ filename: 'app.log', format: '%(asctime)s %(levelname)s %(message)s' }));
 * }
 * ```
 */
export class WorkerHandler extends QueueHandler {
  readonly #crew: WorkerCrew;

  /** @throws ConfigError for a source or an option that makes no sense. */
  constructor(source: WorkerSource, options: WorkerHandlerOptions = {}) {
    const { maxWait = 100, exitTimeout = 10_000 } = options;
    for (const [key, value] of Object.entries({ maxWait, exitTimeout })) {
      if (!(value >= 0)) throw new ConfigError(key, `${key} is a number of milliseconds, not ${value}`);
    }
    const limits = queueLimits(options);
    const start = starterOf(source);
    const canRestart = !(source instanceof Worker);
    const crew = new WorkerCrew({
      ...limits,
      start,
      canRestart,
      maxWaitMs: maxWait,
      exitTimeoutMs: exitTimeout,
    });
    super(crew);
    this.#crew = crew;
  }

  /** Records that the worker has not handled yet. */
  get pending(): number {
    return this.#crew.pending;
  }

  /** Waits until the worker has written all and has shut its logging down, and ends it if it was started here. */
  override async close(): Promise<void> {
    await this.#crew.close();
    await super.close();
  }
}

function starterOf(source: WorkerSource): () => Worker {
  if (source instanceof Worker) return () => source;
  if (source instanceof URL) return () => new Worker(source, { name: 'loggia' });
  if (typeof source === 'function') return source;
  const cure = "new URL('./log-worker.js', import.meta.url), or a function that starts the worker";
  throw new ConfigError(
    'source',
    `what the worker runs is a module, not ${JSON.stringify(source)}: pass ${cure}`,
  );
}
