/** Why a whole request is refused. What throws it decides the status; `createIngest` turns it into the answer. */
export class Refusal extends Error {
  readonly status: number;
  /** Sent along with the answer, such as `Retry-After`. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** A refusal that asks the client to send the same again in `seconds`. */
export function comeBack(status: 429 | 503, message: string, seconds: number): Refusal {
  // The header knows whole seconds only; a fraction must not become "at once".
  return new Refusal(status, message, { 'retry-after': String(Math.max(1, Math.ceil(seconds))) });
}
