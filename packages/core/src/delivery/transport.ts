/** One request's worth, ready to be sent. */
export interface Batch {
  readonly session: string;
  /** The records in it, in the order sent. */
  readonly seqs: readonly number[];
  readonly body: string;
  /** The size of `body` in UTF-8. */
  readonly bytes: number;
}

/** What {@link Transport.send} is told of the circumstances. */
export interface SendOptions {
  /** The program may end before the answer comes: send at once, in a way that survives it. */
  readonly lastChance: boolean;
}

/**
 * What became of a batch.
 *
 * - `accepted`: the receiver has answered for every record: it took it, had it already (`duplicates`), or will
 *   never take it (`rejected`).
 * - `retry`: no one knows, or not now. `afterMs` is what the receiver asked for; `unreachable` says that
 *   there was no answer at all.
 * - `split`: too large for the receiver, which took nothing.
 * - `unauthorized`: the receiver took nothing; `renewable` says that sending again would use new credentials.
 * - `forbidden`: the host lets no request through, and will not while the program runs.
 * - `refused`: the receiver will never take it, for `reason`.
 */
export type Outcome =
  | { readonly kind: 'accepted'; readonly duplicates: number; readonly rejected: readonly number[] }
  | { readonly kind: 'retry'; readonly afterMs?: number; readonly unreachable?: boolean }
  | { readonly kind: 'split' }
  | { readonly kind: 'unauthorized'; readonly renewable: boolean }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Carries a batch to a receiver, once: whether and when to try again is the engine's to decide.
 * `describeTransport` in `@loggia/testing` checks the promises made here.
 */
export interface Transport {
  /**
   * Sends, and says what became of it within a time of its own. It never rejects. On the last chance the
   * request is on its way when the method returns.
   */
  send(batch: Batch, options: SendOptions): Promise<Outcome>;

  /**
   * Told that what waits has changed: a transport that can leave a request with the host, to be made when the program
   * has ended without a word, asks `ready` for its batch, now or soon, and takes an earlier one back. `isLast` says that
   * there may be no later. Absent: nothing is left there.
   */
  standBy?(ready: () => Batch | undefined, isLast: boolean): void;

  /** How many bytes the last chance may still carry. Absent: any number. */
  lastChanceBytes?(): number;

  /** Seconds by which the clock here is ahead of the receiver's, as its latest answer tells; null if none has. */
  readonly clockSkew?: number | null;
}
