import type { Gate } from './gate.js';
import type { Store, TakeLimit, Taken } from './store.js';
import type { Batch, Transport } from './transport.js';

/** Leaves with the host what should be sent though the program ends without a word, where the transport can. */
export class StandBy {
  readonly #transport: Transport;
  readonly #ready: () => Batch | undefined;

  constructor(
    store: Store,
    transport: Transport,
    gate: Gate,
    limit: TakeLimit,
    pack: (taken: Taken) => Batch,
  ) {
    this.#transport = transport;
    this.#ready = () => {
      const waiting = gate.closed === undefined ? store.takeNow(limit) : undefined;
      if (waiting !== undefined) store.release(waiting);
      return waiting?.entries.length ? pack(waiting) : undefined;
    };
  }

  /** What waits has changed. */
  renew(isLast = false): void {
    this.#transport.standBy?.(this.#ready, isLast);
  }
}
