/** Why a record was given up: `full` a bound was reached, `refused` by the receiver, `expired` or `corrupt` in a store on disk. */
export type DropReason = 'full' | 'tooLarge' | 'refused' | 'expired' | 'corrupt';

/** Records that were given up: all from `from` to `to`, both included. */
export interface DropRange {
  readonly from: number;
  readonly to: number;
  readonly reason: DropReason;
  readonly levelno: number;
}

/** One record as it will be sent, made once, when it was logged: nothing live is kept. */
export interface Entry {
  readonly session: string;
  /** Counts the records of a session from 0; with `session` it is the record's identity. */
  readonly seq: number;
  readonly levelno: number;
  /** The size of `text` in UTF-8. */
  readonly bytes: number;
  /** What stands for the record in a request. */
  readonly text: string;
  /** When it was accepted, in seconds since the epoch. */
  readonly at: number;
}

/** How much {@link Store.take} may hand out. One entry is handed out whatever its size. */
export interface TakeLimit {
  readonly records: number;
  readonly bytes: number;
}

/** Part of one session, on its way to the receiver. */
export interface Taken {
  readonly session: string;
  /** The last seq that the session had assigned when this was taken. */
  readonly emitted: number;
  /** In the order of seq. May be empty if there are drops to declare. */
  readonly entries: readonly Entry[];
  /** In the order of seq. */
  readonly dropped: readonly DropRange[];
}

/** What a store holds, including what has been taken and not answered for. */
export interface StoreSize {
  readonly records: number;
  readonly bytes: number;
  /** Ranges of drops that no receiver has acknowledged. */
  readonly drops: number;
}

/**
 * Where records wait until the receiver has answered for them. One engine uses it; what several tabs or
 * processes share is behind it. `describeStore` in `@loggia/testing` checks the promises made here.
 *
 * A record leaves in one of three ways: `ack`, `giveUp`, or eviction because a bound was reached, oldest of
 * the lowest level first. The last two are drops: they are declared in what is taken from then on, until a
 * `Taken` that declared them is acknowledged.
 */
export interface Store {
  /** Set by the engine, and called for every record that is dropped; with the entry where the store knows it. */
  onDrop: ((reason: DropReason, records: number, entry?: Entry) => void) | undefined;

  /** Set by the engine, and called when there is something to take that no `append` brought. */
  onFound?: (() => void) | undefined;

  /** Whether what it holds outlives the program. Default false. */
  readonly isDurable?: boolean;

  /** Accepts a record at once, perhaps by evicting others or this very one. Never throws. */
  append(entry: Entry): void;

  /**
   * The oldest records of one session; drops alone only if no session has records. They stay in the store, are
   * not evicted, since the receiver may get them, and are not handed out again until they are released; they
   * outlive a crash if the store does. Whatever is taken is acknowledged, given up or released.
   *
   * @returns undefined if there are neither records nor drops to declare.
   */
  take(limit: TakeLimit): Taken | undefined | Promise<Taken | undefined>;

  /**
   * As {@link take}, for the last moment of a page: at once, and if not all fit, the highest levels first. A
   * store on disk hands out what it has in memory; never drops alone. The sum of the bytes stays within the limit, so that it
   * may be undefined though there are records.
   */
  takeNow(limit: TakeLimit): Taken | undefined;

  /** The receiver has answered for these records and knows of these drops: they are forgotten. */
  ack(taken: Taken): void | Promise<void>;

  /** These records will never be delivered; their drop is recorded. The drops that they declared stay. */
  giveUp(taken: Taken, reason: DropReason): void | Promise<void>;

  /** These records were certainly not delivered, and may be taken again, in other batches. */
  release(taken: Taken): void;

  size(): StoreSize;
}
