import type { Taken } from './store.js';
import type { Batch, Outcome, Transport } from './transport.js';
import { utf8Length } from './utf8.js';

/** Browsers allow few requests at once that outlive their page. */
const MAX_LAST_REQUESTS = 9;

/** What became of what was sent, and the size of the body in bytes. */
type Answered = (taken: Taken, outcome: Outcome, bytes: number) => void;

interface Flight {
  /** Whether the latest request outlives the page. */
  isLasting: boolean;
  /** Requests without an answer: two, if the page was about to go. */
  requests: number;
  /** An answer that leaves open what the receiver has. */
  doubt?: Outcome;
}

/** Knows what has left the store and has not been answered for: on its way, or to be sent again as it was. */
export class Courier {
  /** Records out of the store's hands, and their bytes. */
  records = 0;
  bytes = 0;
  /** Whether the transport is at work in this very call: what is logged now, it logged. */
  isCalling = false;
  readonly #transport: Transport;
  readonly #encode: (taken: Taken) => string;
  readonly #answered: Answered;
  readonly #flights = new Map<Taken, Flight>();
  // The receiver may have these: sent as they were, it can tell.
  readonly #again: Taken[] = [];

  constructor(transport: Transport, encode: (taken: Taken) => string, answered: Answered) {
    this.#transport = transport;
    this.#encode = encode;
    this.#answered = answered;
  }

  get isFlying(): boolean {
    return this.#flights.size > 0;
  }

  get hasAgain(): boolean {
    return this.#again.length > 0;
  }

  /** What would be lost if the page went now, though it has been sent. */
  perishable(): Taken[] {
    return [...this.#flights].flatMap(([taken, { isLasting }]) => (isLasting ? [] : taken));
  }

  sendAgainLater(taken: Taken): void {
    this.#hold(taken, 1);
    this.#again.push(taken);
    // Requests that were out together may have failed in any order.
    this.#again.sort((a, b) => firstSeq(a) - firstSeq(b));
  }

  nextAgain(): Taken | undefined {
    const taken = this.#again.shift();
    if (taken !== undefined) this.#hold(taken, -1);
    return taken;
  }

  pack(taken: Taken): Batch {
    const body = this.#encode(taken);
    const seqs = taken.entries.map((entry) => entry.seq);
    return { session: taken.session, seqs, body, bytes: utf8Length(body) };
  }

  /** @returns The size of the body in bytes. */
  send(taken: Taken, lastChance: boolean): number {
    const batch = this.pack(taken);
    const { bytes } = batch;
    const flight = this.#flights.get(taken) ?? { isLasting: lastChance, requests: 0 };
    if (flight.requests === 0) this.#hold(taken, 1);
    flight.requests++;
    flight.isLasting = lastChance;
    this.#flights.set(taken, flight);
    const settle = (outcome: Outcome): void => this.#settle(taken, flight, outcome, bytes);
    this.isCalling = true;
    try {
      const sent = this.#transport.send(batch, { lastChance });
      sent.then(settle, () => settle({ kind: 'retry' }));
    } catch {
      Promise.resolve({ kind: 'retry' } as const).then(settle);
    } finally {
      this.isCalling = false;
    }
    return bytes;
  }

  /** How many bytes of body the last chance may still carry. */
  get room(): number {
    return this.#transport.lastChanceBytes?.() ?? Infinity;
  }

  /** Records that no request carries which may outlive the program. */
  get stranded(): number {
    if (this.room === 0) return this.records;
    return this.#again.reduce((sum, { entries }) => sum + entries.length, 0);
  }

  /** How many requests the last chance may carry at once. */
  get lastRequests(): number {
    return this.room === Infinity ? Infinity : MAX_LAST_REQUESTS;
  }

  // Of two answers the first that accepts decides; else the last, unless the other one leaves a doubt.
  #settle(taken: Taken, flight: Flight, outcome: Outcome, bytes: number): void {
    flight.requests--;
    if (outcome.kind === 'retry') flight.doubt = outcome;
    if (outcome.kind !== 'accepted' && flight.requests > 0) return;
    if (!this.#flights.delete(taken)) return;
    this.#hold(taken, -1);
    this.#answered(taken, outcome.kind === 'accepted' ? outcome : (flight.doubt ?? outcome), bytes);
  }

  #hold({ entries }: Taken, sign: 1 | -1): void {
    this.records += sign * entries.length;
    for (const entry of entries) this.bytes += sign * entry.bytes;
  }
}

function firstSeq({ entries }: Taken): number {
  return entries[0]?.seq ?? 0;
}
