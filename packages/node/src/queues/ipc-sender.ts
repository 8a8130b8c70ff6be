import { countDropped, DropTally, getPlatform, type LogRecord, reportError } from '@loggia/core';
import { isExiting } from '../exit-hooks.js';
import { type Channel, canListen, keepAlive } from './beside.js';
import { sendAtExit } from './ipc-exit.js';
import type { QueueLimits } from './limits.js';

/** Marks our messages among those of the application. */
export const TAG = 'loggia.queue';
/** Characters of one message: little enough that systems take it whole while nobody else sends much. */
const BATCH_CHARACTERS = 32_768;
/** Each text costs the system and the other side something, however short it is. */
const BATCH_RECORDS = 500;
/** How long `flush` waits for the other side's word, in ms: handlers of the network give as much to who does not read. */
const PATIENCE_MS = 5000;

/** Records on their way, with the number of the queue they come from, to which the other side answers. */
export interface RecordsMessage {
  readonly [TAG]: readonly string[];
  readonly from: string;
}

/** So many records were taken, of the queue of that number. */
export interface TakenMessage {
  readonly [TAG]: number;
  readonly from: string;
}

/**
 * The writing end of a queue between processes. One message is on its way at a time, and the other side's word that it
 * has taken it lets the next one go: records wait here, where they are counted, and where the exit finds them.
 */
export class IPCSender {
  readonly #channel: Channel;
  readonly #limits: QueueLimits;
  readonly #id: string = getPlatform().uuid();
  readonly #dropped = new DropTally();
  #waiting: string[] = [];
  #characters = 0;
  /** Records that the other side has not taken yet. */
  #onTheWay = 0;
  /** Messages that the system has not taken yet. */
  #inTheSystem = 0;
  #isGone = false;
  #isLeaving = false;
  #cancelExit: (() => void) | undefined;
  #waiters: (() => void)[] = [];
  /** Set while they wait for the other side's word, too. */
  #endPatience: (() => void) | undefined;

  constructor(channel: Channel, limits: QueueLimits) {
    this.#channel = channel;
    this.#limits = limits;
  }

  put(record: LogRecord): void {
    const text = JSON.stringify(record);
    if (this.#isGone) countDropped(1);
    else if (this.#isFull(text)) this.#dropped.add(record);
    else {
      this.#push(text);
      if (this.#isLeaving) this.#leave();
      else if (this.#onTheWay === 0) this.#sendNext();
    }
  }

  /**
   * Settles when the other side has taken all, or there is nobody any more to take it. Where it does not read, and at the
   * end of the process, that the system has taken all must do.
   */
  flush(): Promise<void> {
    if (isExiting()) this.#leave();
    while (this.#waiting.length > 0 && !this.#isGone) this.#sendNext();
    if (this.#onTheWay > 0 && !this.#isLeaving) this.#bePatient();
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
      this.#rest();
    });
  }

  /** What the other side says. */
  taken({ from, [TAG]: records }: TakenMessage): void {
    if (from !== this.#id || this.#isLeaving) return;
    this.#onTheWay -= records;
    if (this.#onTheWay <= 0) this.#sendNext();
  }

  /** The other side is gone. Reported once; what it did not take is counted. */
  gone(cause?: unknown): void {
    if (this.#isGone) return;
    this.#isGone = true;
    const lost = this.#onTheWay + this.#waiting.length;
    this.#onTheWay = 0;
    this.#inTheSystem = 0;
    this.#waiting = [];
    this.#characters = 0;
    this.#rest();
    if (lost === 0 && cause === undefined) return;
    countDropped(lost);
    const why = cause instanceof Error ? ` (${cause.message})` : '';
    const text = `the other process does not take records any more: ${lost} and those to come are dropped${why}`;
    reportError(null, new Error(text, { cause }));
  }

  #isFull(text: string): boolean {
    const { capacity, maxCharacters } = this.#limits;
    return (
      this.#waiting.length + this.#onTheWay >= capacity || this.#characters + text.length > maxCharacters
    );
  }

  #push(text: string): void {
    this.#waiting.push(text);
    this.#characters += text.length;
    this.#awaitExit();
  }

  #awaitExit(): void {
    this.#cancelExit ??= getPlatform().onExit((phase) => {
      if (phase === 'exit') this.#leave();
      else this.#hurry();
    });
  }

  #bePatient(): void {
    if (this.#endPatience !== undefined) return;
    this.#awaitExit();
    keepAlive(this.#channel, true);
    const cancelTimer = getPlatform().timer(PATIENCE_MS, () => this.#hurry());
    this.#endPatience = () => {
      this.#endPatience = undefined;
      cancelTimer();
      keepAlive(this.#channel, false);
    };
  }

  #hurry(): void {
    this.#endPatience?.();
    this.#rest();
  }

  #sendNext(): void {
    const batch = this.#takeBatch();
    if (batch.length === 0) {
      this.#rest();
      return;
    }
    this.#onTheWay += batch.length;
    this.#inTheSystem++;
    const done = (error: Error | null): void => {
      this.#inTheSystem = Math.max(this.#inTheSystem - 1, 0);
      if (error) this.gone(error);
      else if (!canListen(this.#channel)) this.taken(this.#message(batch.length));
      this.#rest();
    };
    try {
      // Without a callback, an error would be an event that ends the process.
      this.#channel.send?.(this.#message(batch), undefined, undefined, done);
    } catch (error) {
      done(error as Error);
    }
  }

  #message<T extends readonly string[] | number>(content: T): { readonly [TAG]: T; readonly from: string } {
    return { [TAG]: content, from: this.#id };
  }

  #takeBatch(): string[] {
    if (!this.#dropped.isEmpty && this.#waiting.length <= this.#limits.capacity / 2) {
      this.#push(JSON.stringify(this.#dropped.take()));
    }
    let characters = 0;
    let count = 0;
    for (const text of this.#waiting) {
      if (count >= BATCH_RECORDS || (count > 0 && characters + text.length > BATCH_CHARACTERS)) break;
      characters += text.length;
      count++;
    }
    this.#characters -= characters;
    return this.#waiting.splice(0, count);
  }

  /** If nothing is left to do, lets go of the process, and of those who wait for that. */
  #rest(): void {
    if (this.#waiting.length > 0 || this.#inTheSystem > 0) return;
    if (this.#onTheWay > 0 && this.#endPatience !== undefined) return;
    this.#endPatience?.();
    this.#cancelExit?.();
    this.#cancelExit = undefined;
    for (const resolve of this.#waiters.splice(0)) resolve();
  }

  #leave(): void {
    this.#isLeaving = true;
    const batches: string[][] = [];
    while (this.#waiting.length > 0) batches.push(this.#takeBatch());
    const messages = batches.map((batch) => this.#message(batch));
    const left = sendAtExit(this.#channel, messages);
    const lost = batches.slice(batches.length - left).reduce((sum, { length }) => sum + length, 0);
    if (lost === 0) return;
    countDropped(lost);
    reportError(null, new Error(`${lost} records did not reach the other process before the exit`));
  }
}
