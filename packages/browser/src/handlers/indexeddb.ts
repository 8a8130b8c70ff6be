import {
  checkLevel,
  ERROR,
  encodeRecord,
  getPlatform,
  Handler,
  type Level,
  type LogRecord,
  makeLogRecord,
  reportError,
  ValueError,
} from '@loggia/core';
import { RingStore } from '../indexeddb/ring-store.js';

/** Options of {@link IndexedDBHandler}. */
export interface IndexedDBHandlerOptions {
  /** The name of the database, which all pages of the origin share. Default `loggia-ring`. */
  readonly name?: string | undefined;
  /** How many records are kept. Default 200. */
  readonly capacity?: number | undefined;
  /** Bytes of their JSON in UTF-8. Default 262,144. */
  readonly maxBytes?: number | undefined;
  /** A record at or above this level ships what is kept. Default `ERROR`. */
  readonly flushLevel?: Level | undefined;
  /** Who gets the records. Without one they stay in the buffer. */
  readonly target?: Handler | null | undefined;
  /** When it is full: `drop-oldest` gives up the oldest, `flush` ships all, as Python does. Default `drop-oldest`. */
  readonly overflow?: 'drop-oldest' | 'flush' | undefined;
  /** How many records go straight to the target after a shipment. Default 200. */
  readonly passRecords?: number | undefined;
  /** For how long they do so at most, in milliseconds. Default 30,000. */
  readonly passMs?: number | undefined;
  /** The least time between two shipments, in milliseconds. Default 10,000. */
  readonly shipEveryMs?: number | undefined;
  /** The most shipments of one page. Default 10. */
  readonly maxShips?: number | undefined;
}

/** What has become of the records of an {@link IndexedDBHandler}, and of the triggers. */
export interface ShippingStats {
  readonly buffered: number;
  /** Records handed to the target, those of earlier pages among them. */
  readonly shipped: number;
  /** Records given up for newer ones, since nothing went wrong while they were kept. */
  readonly notShipped: number;
  readonly ships: number;
  /** Triggers that shipped nothing, since there were too many of them. */
  readonly suppressed: number;
}

const ALL = { records: Infinity, bytes: Infinity };
/** What a kept record may have of the buffer; a longer one is shortened, and says so. */
const RECORD_SHARE = 8;

/**
 * A flight recorder that survives the crash: `MemoryHandler` with its buffer in IndexedDB. It keeps the newest records,
 * and ships them to the target when one at or above `flushLevel` arrives, or {@link trigger} is called: that record
 * first, then what is kept, oldest first, then what earlier pages kept; then it lets the next records pass for a while,
 * and keeps again. A page that ended without being left (its tab crashed, the browser was killed) is found by the next
 * page of the origin, and what it kept is shipped then, for the reason `unclean session`.
 *
 * Each shipped record says in `extra` what shipped it: `shippedBy` is the level of the record or the reason that was
 * given, and `shipment` is the same for all records of one shipment.
 *
 * @example
 * ```ts page
 * import { getLogger, HTTPHandler, IndexedDBHandler, indexedDBStore } from 'loggia/browser';
 * const target = new HTTPHandler('/logs', { store: indexedDBStore() });
 * const log = getLogger('shop');
 * log.setLevel('DEBUG');
 * log.addHandler(new IndexedDBHandler({ target }));
 * log.debug('cart opened'); // sent only if an error follows
 * ```
 */
export class IndexedDBHandler extends Handler {
  flushLevel: number;
  target: Handler | null;
  readonly overflow: 'drop-oldest' | 'flush';
  /** Closing ships nothing: the buffer is there to be found later. */
  readonly flushOnClose: boolean = false;
  readonly #options: IndexedDBHandlerOptions;
  readonly #capacity: number;
  readonly #recordBytes: number;
  readonly #ring: RingStore;
  readonly #session: string = getPlatform().uuid();
  readonly #counts = { shipped: 0, notShipped: 0, ships: 0, suppressed: 0 };
  #seq = 0;
  #passLeft = 0;
  #passUntil = 0;
  #shipAgainAt = 0;
  /** What the records that pass say. */
  #mark: Readonly<Record<string, unknown>> = {};

  /** @throws ValueError or TypeError if `flushLevel` is not a level; ValueError for an unknown `overflow`. */
  constructor(options: IndexedDBHandlerOptions = {}) {
    super();
    const { name = 'loggia-ring', capacity = 200, maxBytes = 262_144 } = options;
    this.flushLevel = checkLevel(options.flushLevel ?? ERROR);
    this.target = options.target ?? null;
    this.overflow = options.overflow ?? 'drop-oldest';
    if (this.overflow !== 'flush' && this.overflow !== 'drop-oldest') {
      throw new ValueError("overflow must be 'flush' or 'drop-oldest'");
    }
    this.#options = options;
    this.#capacity = capacity;
    this.#recordBytes = maxBytes / RECORD_SHARE;
    this.#ring = new RingStore(name, this.#session, capacity, maxBytes);
    this.#ring.onDrop = (_, records) => {
      this.#counts.notShipped += records;
    };
    if (this.target !== null) void this.#shipLeft(false, () => this.#begin('unclean session'));
  }

  get stats(): ShippingStats {
    return { ...this.#counts, buffered: this.#ring.memory.size().records };
  }

  override emit(record: LogRecord): void {
    if (this.#passLeft > 0 && getPlatform().now() < this.#passUntil) {
      this.#passLeft--;
      this.#give(record);
    } else if (record.levelno < this.flushLevel || !this.#ship(record.levelname, record)) this.#keep(record);
  }

  /** Ships what is kept, unless that was done too often of late. For what is no record: an uncaught error, a user's report. */
  trigger(reason: string): void {
    this.#ship(reason);
  }

  /** Sets who gets the records from now on. */
  setTarget(target: Handler | null): void {
    this.target = target;
  }

  /** Ships what is kept, oldest first. Without a target it stays. */
  override flush(): void {
    if (this.target === null) return;
    this.#begin('flush');
    this.#giveKept();
  }

  /** Takes no more records. What is kept stays for the next page that has something to ship. */
  override close(): void | Promise<void> {
    this.#ring.saveNow('exit');
    return super.close();
  }

  #keep(record: LogRecord): void {
    const seq = this.#seq++;
    const { text, bytes } = encodeRecord({ ...record.toJSON() }, seq, this.#recordBytes);
    // Of one level: the oldest goes first, whatever it was.
    this.#ring.append({
      session: this.#session,
      seq,
      levelno: 0,
      bytes,
      text,
      at: getPlatform().now() / 1000,
    });
    if (this.overflow === 'flush' && this.#ring.memory.size().records >= this.#capacity) this.flush();
  }

  /** @returns False if that was done too often of late. */
  #ship(reason: string, record?: LogRecord): boolean {
    const { passRecords = 200, passMs = 30_000, shipEveryMs = 10_000, maxShips = 10 } = this.#options;
    const now = getPlatform().now();
    if (this.target === null) return false;
    if (now < this.#shipAgainAt || this.#counts.ships >= maxShips) {
      this.#counts.suppressed++;
      return false;
    }
    this.#shipAgainAt = now + shipEveryMs;
    this.#begin(reason);
    if (record !== undefined) this.#give(record);
    this.#giveKept();
    void this.#shipLeft(true);
    this.#passLeft = passRecords;
    this.#passUntil = now + passMs;
    return true;
  }

  #begin(reason: string): void {
    this.#mark = { shippedBy: reason, shipment: `${this.#session}/${++this.#counts.ships}` };
  }

  #giveKept(): void {
    for (let taken = this.#ring.takeNow(ALL); taken !== undefined; taken = this.#ring.takeNow(ALL)) {
      for (const { text } of taken.entries) this.#giveText(text);
      this.#ring.ack(taken);
    }
  }

  async #shipLeft(hasClosed: boolean, begin?: () => void): Promise<void> {
    try {
      const left = await this.#ring.claim(hasClosed);
      if (left.length > 0) begin?.();
      for (const { text } of left) this.#giveText(text);
    } catch (error) {
      this.#ring.disk.rest(error);
    }
  }

  #giveText(text: string): void {
    try {
      const { seq: _, ...wire } = JSON.parse(text);
      this.#give(wire);
    } catch (error) {
      reportError(null, error);
    }
  }

  #give(record: object & { readonly extra?: object }): void {
    this.#counts.shipped++;
    this.target?.handle(makeLogRecord({ ...record, extra: { ...record.extra, ...this.#mark } }));
  }
}
