// Hot path: what a record costs the thread that logs it.
import type { Worker } from 'node:worker_threads';
import {
  BASIC_FORMAT,
  countDropped,
  DropTally,
  Formatter,
  getPlatform,
  type LogRecord,
  parseRecord,
  type RecordQueue,
  reportError,
} from '@loggia/core';
import { isExiting } from '../exit-hooks.js';
import type { QueueLimits } from './limits.js';
import { WorkerLink } from './worker-link.js';

/** How a {@link WorkerCrew} is to be run. */
export interface CrewOptions extends QueueLimits {
  /** Starts a worker. */
  readonly start: () => Worker;
  /** Whether it may be called again. */
  readonly canRestart: boolean;
  readonly maxWaitMs: number;
  readonly exitTimeoutMs: number;
}

/** Short enough that a worker which catches up is noticed soon, long enough to sleep. */
const NAP_MS = 1;
/** How much has to be free until a thread that waited goes on: not to fall asleep again at the next record. */
const GO_ON = 0.9;
/** Of the texts kept, those that were taken are let go in lots. */
const LOT = 1024;

/**
 * The queue in front of a log worker, and of the worker that takes its place if it crashes. Texts are kept until
 * they are taken, so that a crash loses none.
 */
export class WorkerCrew implements RecordQueue {
  readonly serializes = true;
  readonly #options: CrewOptions;
  readonly #dropped = new DropTally();
  readonly #sleeper = new Int32Array(new SharedArrayBuffer(4));
  /** Undefined when there is no worker any more. */
  #link: WorkerLink | undefined;
  /** What the worker may not have taken yet, at the end of it what it has not. */
  #kept: string[] = [];
  #mayWait = true;
  /** Settles when the worker has shut down; undefined while it is wanted. */
  #closed: Promise<void> | undefined;
  #fallback: Formatter | undefined;

  constructor(options: CrewOptions) {
    this.#options = options;
    this.#link = this.#start();
  }

  /** Records that the worker has not handled yet. */
  get pending(): number {
    return this.#link?.outlet.pending ?? 0;
  }

  put(record: LogRecord): void {
    const text = JSON.stringify(record);
    const link = this.#link;
    if (this.#closed !== undefined) countDropped(1);
    else if (link === undefined) this.#writeHere([text]);
    else if (this.#hasRoom(link, text)) {
      if (!this.#dropped.isEmpty && link.outlet.hasRoomFor('', 0.5)) this.#sayDropped(link);
      this.#post(link, text);
      if (isExiting()) this.#leave(link);
    } else this.#dropped.add(record);
  }

  /**
   * Settles when the worker has handled all, and its handlers have been flushed, or it has taken too long for that. If
   * the process exits, that is awaited before this returns.
   */
  async flush(): Promise<void> {
    if (this.#closed !== undefined) {
      if (isExiting() && this.#link?.awaitNow(this.#options.exitTimeoutMs) === false)
        this.#giveUp(this.#link);
      return this.#closed;
    }
    if (this.#link !== undefined && !this.#dropped.isEmpty) this.#sayDropped(this.#link);
    for (let link = this.#link; link !== undefined; link = this.#link) {
      if (isExiting()) this.#leave(link);
      else await link.ask('flush', this.#options.exitTimeoutMs);
      // If it has ended meanwhile, it is the turn of the one that took its place.
      if (link === this.#link) return;
    }
  }

  /** Lets the worker shut its logging down. */
  close(): Promise<void> {
    this.#closed ??= this.#link === undefined ? Promise.resolve() : this.#close(this.#link);
    return this.#closed;
  }

  async #close(link: WorkerLink): Promise<void> {
    if (!this.#dropped.isEmpty) this.#sayDropped(link);
    await link.ask('close', this.#options.exitTimeoutMs);
    this.#giveUp(link);
    link.outlet.close();
    if (this.#options.canRestart) await link.worker.terminate();
  }

  #start(): WorkerLink {
    const { start, ...limits } = this.#options;
    const link: WorkerLink = new WorkerLink(start(), limits, (error) => this.#onEnd(link, error));
    return link;
  }

  #restart(): WorkerLink | undefined {
    try {
      return this.#start();
    } catch (error) {
      reportError(null, error);
      return undefined;
    }
  }

  #post(link: WorkerLink, text: string): void {
    const done = this.#kept.length - link.outlet.pending;
    if (done >= LOT) this.#kept.splice(0, done);
    this.#kept.push(text);
    link.outlet.postSoon(text);
  }

  #hasRoom({ outlet }: WorkerLink, text: string): boolean {
    if (outlet.hasRoomFor(text)) {
      this.#mayWait ||= outlet.hasRoomFor('', 0.5);
      return true;
    }
    if (!this.#mayWait) return false;
    outlet.postBatch();
    const deadline = Date.now() + this.#options.maxWaitMs;
    while (Date.now() < deadline && !outlet.isClosed) {
      Atomics.wait(this.#sleeper, 0, 0, NAP_MS);
      if (outlet.hasRoomFor(text, GO_ON)) return true;
    }
    // A worker that is stuck costs one wait, not one a record.
    this.#mayWait = false;
    return false;
  }

  #sayDropped(link: WorkerLink): void {
    this.#post(link, JSON.stringify(this.#dropped.take()));
  }

  /** The process exits: what the worker does not do until this returns, it never does. */
  #leave(link: WorkerLink): void {
    const { exitTimeoutMs } = this.#options;
    if (link.askNow('exit', exitTimeoutMs)) return;
    // What is logged from now on does not wait for it again.
    this.#link = undefined;
    if (!link.hasEnded) this.#giveUp(link);
    else {
      this.#reportEnd('its records go to stderr', undefined);
      this.#writeHere(this.#takeKept(link));
    }
  }

  #giveUp(link: WorkerLink): void {
    const lost = this.#takeKept(link).length;
    if (lost === 0) return;
    countDropped(lost);
    const { exitTimeoutMs } = this.#options;
    reportError(null, new Error(`${lost} records were not written by the log worker in ${exitTimeoutMs} ms`));
  }

  #onEnd(link: WorkerLink, error: unknown): void {
    if (this.#closed !== undefined || this.#link !== link) return;
    const hasWorked = this.#hasTakenAny(link);
    const left = this.#takeKept(link);
    // What one worker ends at, the next one would end at, too.
    this.#link = this.#options.canRestart && hasWorked ? this.#restart() : undefined;
    const then = this.#link === undefined ? 'its records go to stderr' : 'another takes its place';
    this.#reportEnd(then, error);
    if (this.#link === undefined) this.#writeHere(left);
    else for (const text of left) this.#post(this.#link, text);
  }

  #reportEnd(then: string, error: unknown): void {
    const why = error instanceof Error ? `: ${error.stack ?? error.message}` : '';
    reportError(null, new Error(`the log worker has ended, ${then}${why}`, { cause: error }));
  }

  #hasTakenAny({ outlet }: WorkerLink): boolean {
    return outlet.posted > outlet.pending;
  }

  #takeKept({ outlet }: WorkerLink): string[] {
    const left = outlet.pending > 0 ? this.#kept.slice(-outlet.pending) : [];
    this.#kept = [];
    return left;
  }

  #writeHere(texts: readonly string[]): void {
    this.#fallback ??= new Formatter(BASIC_FORMAT);
    for (const text of texts) {
      getPlatform().stderr.write(`${this.#fallback.format(parseRecord(text))}\n`);
    }
  }
}
