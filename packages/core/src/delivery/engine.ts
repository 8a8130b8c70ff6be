import type { LogRecord } from '../record.js';
import { reportError, reportRejection } from '../report.js';
import { state } from '../state.js';
import { BatchLimit } from './batch-limit.js';
import { Courier } from './courier.js';
import type { EngineOptions } from './engine-options.js';
import { FlushTimer } from './flush-timer.js';
import { FlushWaiters } from './flush-waiters.js';
import { Gate } from './gate.js';
import { Notices } from './notices.js';
import { StandBy } from './stand-by.js';
import { countAnswer, countDrop, type DeliveryStats, newCounts, statsOf } from './stats.js';
import type { DropReason, Taken } from './store.js';
import type { Outcome } from './transport.js';

/**
 * Delivers records: numbers them, keeps them in the store, sends them in batches, one at a time, and accounts
 * for each. Nothing it does throws or rejects, but for what `encodeRecord` throws into `emit`.
 * `HTTPHandler` is one around a `fetch` transport; a handler for another protocol brings its own.
 *
 * @example
 * ```ts
 * import { DeliveryEngine, type EngineOptions } from '@loggia/core';
 * const deliver = (options: EngineOptions) => new DeliveryEngine(options); // EngineOptions shows them
 * ```
 */
export class DeliveryEngine {
  /** Made anew for each engine, and never stored to be used again. */
  readonly session: string = state.platform.uuid();
  readonly #options: EngineOptions;
  readonly #counts = newCounts();
  readonly #courier: Courier;
  readonly #gate: Gate;
  readonly #timer: FlushTimer;
  readonly #standBy: StandBy;
  readonly #limit: BatchLimit;
  readonly #waiters = new FlushWaiters();
  readonly #unlisten: (() => void)[];
  readonly #notices = new Notices();
  #nextSeq = 0;
  /** Records that are to be sent without waiting for company. */
  #owed = 0;
  #isScheduled = false;
  #isTaking = false;
  #isLeaving = false;
  #isClosed = false;
  #hasNewDrops = false;
  #hasRenewed = false;

  constructor(options: EngineOptions) {
    const { store, transport, encodeBatch, batch, envelopeBytes, flushInterval, retry } = options;
    this.#options = options;
    this.#timer = new FlushTimer(flushInterval, () => this.#guarded(() => this.#sendAll(false)));
    this.#courier = new Courier(transport, encodeBatch, (taken, outcome, bytes) =>
      this.#guarded(() => this.#settle(taken, outcome, bytes)),
    );
    this.#gate = new Gate(retry.base, retry.cap, () => this.#guarded(() => this.#sendAll(true)));
    this.#limit = new BatchLimit({ records: batch.records, bytes: batch.bytes - envelopeBytes });
    this.#standBy = new StandBy(store, transport, this.#gate, this.#limit, (taken) =>
      this.#courier.pack(taken),
    );
    store.onDrop = (reason, records) => {
      countDrop(this.#counts, reason, records);
      this.#hasNewDrops = true;
    };
    this.#unlisten = [
      state.platform.onExit((phase) => this.#guarded(() => this.#leave(phase === 'exit'))),
      state.platform.onResume(() => this.#guarded(() => this.#resume())),
    ];
    // An earlier run may have left records, and drops to declare.
    store.onFound = () => {
      this.#hasNewDrops ||= store.size().drops > 0;
      if (!this.#isBusy) this.#rest();
    };
    store.onFound();
  }

  emit(record: LogRecord): void {
    if (this.#courier.isCalling) return;
    if (this.#isClosed) {
      state.stats.dropped++;
      return;
    }
    const { store, encodeRecord, batch, flushLevel } = this.#options;
    // A filter of another handler may change the record while it is encoded.
    const { levelno } = record;
    const seq = this.#nextSeq;
    const { text, bytes, truncated } = encodeRecord(record, seq);
    this.#nextSeq++;
    this.#counts.emitted++;
    if (truncated) this.#counts.truncated++;
    store.append({ session: this.session, seq, levelno, bytes, text, at: state.platform.now() / 1000 });
    const isFull = this.#waiting >= batch.records || store.size().bytes - this.#courier.bytes >= batch.bytes;
    if (isFull || levelno >= flushLevel) this.#schedule();
    else this.#startTimer();
    this.#standBy.renew();
  }

  /** Settles when all that is pending now has been answered for, or nothing may be sent for now. */
  flush(): Promise<void> {
    const flushed = this.#waiters.add(this.#options.store.size().records);
    this.#guarded(() => this.#sendAll(false));
    return flushed;
  }

  /** Accepts nothing more, flushes, and stops every timer. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.flush();
    this.#timer.stop();
    this.#gate.open();
    this.#standBy.renew(true);
    for (const unlisten of this.#unlisten.splice(0)) unlisten();
  }

  get stats(): DeliveryStats {
    const { store, transport } = this.#options;
    const doing = this.#courier.isFlying ? 'sending' : (this.#gate.closed ?? 'idle');
    return statsOf(this.#counts, store.size().records, doing, transport.clockSkew);
  }

  /** The records that have yet to be taken from the store. */
  get #waiting(): number {
    return this.#options.store.size().records - this.#courier.records;
  }

  get #isBusy(): boolean {
    return this.#isTaking || this.#courier.isFlying;
  }

  get #isWorthDeclaring(): boolean {
    return this.#hasNewDrops && this.#options.declaresDrops;
  }

  // In a microtask, so that what is logged in the same turn goes along.
  #schedule(): void {
    this.#owed = this.#waiting;
    if (this.#isScheduled || this.#isBusy || this.#gate.closed !== undefined) return;
    this.#isScheduled = true;
    Promise.resolve().then(() => {
      this.#isScheduled = false;
      this.#guarded(() => this.#sendAll(false));
    });
  }

  #startTimer(): void {
    if (!this.#isClosed && this.#gate.closed === undefined) this.#timer.start();
  }

  #sendAll(isProbe: boolean): void {
    this.#owed = this.#waiting;
    this.#sendNext(isProbe);
  }

  #sendNext(isProbe: boolean): void {
    if (this.#isBusy) return;
    if (this.#gate.closed === undefined && !isProbe && !state.platform.online()) this.#gate.close('offline');
    const again = this.#gate.closed === undefined ? this.#courier.nextAgain() : undefined;
    if (this.#gate.closed !== undefined) this.#rest();
    else if (again !== undefined) this.#sendAgain(again, this.#isLeaving);
    else this.#sendTaken(this.#options.store.take(this.#limit));
  }

  #sendTaken(taken: Taken | undefined | Promise<Taken | undefined>): void {
    if (!(taken instanceof Promise)) {
      this.#sendNew(taken, this.#isLeaving);
      return;
    }
    this.#isTaking = true;
    const go = (found?: Taken): void => {
      this.#isTaking = false;
      this.#guarded(() => this.#sendNew(found, this.#isLeaving));
    };
    taken.then(go, () => go());
  }

  #sendAgain(taken: Taken, lastChance: boolean): void {
    this.#counts.retries++;
    this.#counts.bytes += this.#courier.send(taken, lastChance);
  }

  #sendNew(taken: Taken | undefined, lastChance: boolean): void {
    if (taken === undefined || (taken.entries.length === 0 && !this.#isWorthDeclaring)) {
      if (taken !== undefined) this.#options.store.release(taken);
      this.#owed = 0;
      this.#rest();
      return;
    }
    this.#timer.stop();
    this.#counts.batches++;
    this.#owed -= taken.entries.length;
    this.#hasNewDrops = this.#options.store.size().drops > taken.dropped.length;
    this.#counts.bytes += this.#courier.send(taken, lastChance);
  }

  #settle(taken: Taken, outcome: Outcome, bytes: number): void {
    const { kind } = outcome;
    if (kind === 'accepted') this.#accept(taken, outcome.duplicates, outcome.rejected);
    else if (kind === 'split') this.#split(taken, bytes);
    else if (kind === 'refused') this.#giveUp(taken, kind, `The receiver refuses records: ${outcome.reason}`);
    else if (kind === 'unauthorized') this.#renew(taken, outcome.renewable);
    else if (kind === 'forbidden') this.#stop(taken, 'A policy forbids requests to the receiver', Infinity);
    else {
      this.#courier.sendAgainLater(taken);
      this.#gate.fail(outcome.afterMs, outcome.unreachable === true);
      if (this.#gate.closed === 'blocked') this.#notices.give('The receiver of records cannot be reached');
    }
    this.#standBy.renew();
    if (this.#isBusy) return;
    if (this.#courier.hasAgain || this.#owed > 0) this.#sendNext(false);
    else this.#rest();
  }

  #accept(taken: Taken, duplicates: number, rejected: readonly number[]): void {
    const seqs = taken.entries.map((entry) => entry.seq);
    countAnswer(this.#counts, seqs, duplicates, rejected);
    reportRejection(this.#options.store.ack(taken));
    this.#waiters.answered(seqs.length);
    this.#hasRenewed = false;
    this.#limit.grow();
    if (this.#gate.closed === undefined) this.#gate.succeed();
  }

  #split(taken: Taken, bytes: number): void {
    const { length } = taken.entries;
    if (length <= 1) {
      this.#giveUp(taken, 'tooLarge', 'A record is too large for the receiver');
      return;
    }
    this.#limit.halve(bytes);
    this.#options.store.release(taken);
    this.#owed += length;
  }

  #giveUp(taken: Taken, reason: DropReason, notice: string): void {
    const { length } = taken.entries;
    reportRejection(this.#options.store.giveUp(taken, reason));
    this.#waiters.answered(length);
    // A refused batch of drops alone is not tried again: they go with the next record.
    this.#hasNewDrops = length > 0;
    this.#notices.give(notice);
  }

  #renew(taken: Taken, isRenewable: boolean): void {
    if (isRenewable && !this.#hasRenewed) {
      this.#hasRenewed = true;
      this.#courier.sendAgainLater(taken);
    } else this.#stop(taken, 'The receiver of records wants other credentials');
  }

  #stop(taken: Taken, notice: string, delayMs?: number): void {
    this.#courier.sendAgainLater(taken);
    this.#gate.close('blocked', delayMs);
    this.#notices.give(notice);
  }

  /** Nothing is to be sent now. */
  #rest(): void {
    this.#waiters.release();
    if (this.#waiting > 0 || this.#isWorthDeclaring) this.#startTimer();
  }

  /** The program may end: whatever the last chance can carry goes now, and the rest as room gets free. */
  #leave(isExit: boolean): void {
    this.#isLeaving = true;
    const { store, envelopeBytes } = this.#options;
    const isOpen = this.#gate.closed === undefined && state.platform.online();
    // A common request dies with its page; a receiver knows a record that comes twice.
    if (isExit && isOpen) for (const taken of this.#courier.perishable()) this.#sendAgain(taken, true);
    for (let count = 0; isOpen && count < this.#courier.lastRequests; count++) {
      const bytes = Math.min(this.#courier.room - envelopeBytes, this.#limit.bytes);
      const taken = store.takeNow({ records: this.#limit.records, bytes });
      if (taken === undefined) break;
      this.#sendNew(taken, true);
    }
    if (isExit) this.#standBy.renew(true);
    if (isExit) this.#notices.giveLoss(store, this.#waiting + this.#courier.stranded);
    else if (isOpen) this.#sendAll(false);
  }

  #resume(): void {
    this.#isLeaving = false;
    if (this.#gate.closed === 'offline' && state.platform.online()) this.#gate.open();
    if (this.#waiting > 0 || this.#courier.hasAgain) this.#sendAll(false);
  }

  /** For what nobody above would catch: a store that fails is reported, and left alone for a while. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      reportError(null, error);
      this.#gate.fail(undefined, false);
      this.#waiters.release();
    }
  }
}
