import { comeBack } from './refusal.js';

/** A client has one request in flight, so a longer queue is a client gone wrong or a sink that hangs. */
const MAX_WAITING = 8;

/**
 * Lets one batch of a session in at a time. Two copies of a batch that are under way together would both
 * find their records new.
 */
export class Turns {
  readonly #queues = new Map<string, { last: Promise<unknown>; length: number }>();

  /**
   * Runs `work` when all that came before for the same key is done.
   *
   * @throws Refusal 503 if too many are waiting; what `work` throws.
   */
  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const queue = this.#queues.get(key) ?? { last: Promise.resolve(), length: 0 };
    if (queue.length > MAX_WAITING) throw comeBack(503, 'too many batches of this session at once', 1);
    this.#queues.set(key, queue);
    queue.length++;
    const turn = queue.last.then(work);
    queue.last = turn.catch(() => {});
    try {
      return await turn;
    } finally {
      if (--queue.length === 0) this.#queues.delete(key);
    }
  }
}
