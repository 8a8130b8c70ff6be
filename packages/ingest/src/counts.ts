import type { RejectionCause } from './invalid.js';

/** What an endpoint has done since it was made. */
export interface IngestStats {
  /** Requests by the status of their answers. */
  readonly requests: Readonly<Record<number, number>>;
  /** Records that the sink took. */
  readonly accepted: number;
  /** Records that had been accepted before, or declared as dropped. */
  readonly duplicates: number;
  /** Records that will never be accepted, by reason. */
  readonly rejected: Readonly<Record<RejectionCause, number>>;
  /** Records that clients have declared as dropped, by their reasons; `other` for such as are not known here. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Sessions in memory. */
  readonly sessions: number;
}

// Strangers must not make up reasons without end.
const DROP_REASONS: readonly string[] = ['full', 'tooLarge', 'refused', 'expired', 'corrupt'];

/** The reason as it is counted. */
export function dropReason(sent: unknown): string {
  return typeof sent === 'string' && DROP_REASONS.includes(sent) ? sent : 'other';
}

/** Counts for {@link IngestStats}. */
export class Counts {
  accepted = 0;
  duplicates = 0;
  readonly #requests = new Map<number, number>();
  readonly #rejected = { schema: 0, tooLarge: 0, tooDeep: 0, forbiddenKey: 0 };
  readonly #dropped = new Map<string, number>();

  addRequest(status: number): void {
    this.#requests.set(status, (this.#requests.get(status) ?? 0) + 1);
  }

  addRejected(why: RejectionCause): void {
    this.#rejected[why]++;
  }

  addDropped(reason: string, records: number): void {
    this.#dropped.set(reason, (this.#dropped.get(reason) ?? 0) + records);
  }

  stats(sessions: number): IngestStats {
    return {
      requests: Object.fromEntries(this.#requests),
      accepted: this.accepted,
      duplicates: this.duplicates,
      rejected: { ...this.#rejected },
      dropped: Object.fromEntries(this.#dropped),
      sessions,
    };
  }
}
