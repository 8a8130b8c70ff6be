import { countDropped, getPlatform, reportError } from '@loggia/core';
import { isPermanent, type Mail, type SendMail } from './mailer.js';

/** Between attempts, in milliseconds: doubled each time from the first to the last. */
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 300_000;

/** Mails on their way, one at a time, in order. Bounded: when there are too many, the oldest are given up. */
export class Outbox {
  /** Records that were in mails which have been given up. */
  dropped = 0;
  readonly #send: SendMail;
  readonly #capacity: number;
  readonly #mails: Mail[] = [];
  readonly #waiters: (() => void)[] = [];
  #isSending = false;
  #failures = 0;
  #cancelWait: (() => void) | undefined;

  constructor(send: SendMail, capacity: number) {
    this.#send = send;
    this.#capacity = capacity;
  }

  /** Records in mails that have not been sent. */
  get pending(): number {
    return this.#mails.reduce((sum, { records }) => sum + records, 0);
  }

  push(mail: Mail): void {
    this.#mails.push(mail);
    // The first one may be with the server already.
    if (this.#mails.length > this.#capacity) this.#giveUp(this.#mails.splice(this.#isSending ? 1 : 0, 1));
    this.#sendNext();
  }

  /** Settles when all is sent, or the server cannot be reached for now. */
  flush(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#mails.length === 0 || this.#cancelWait !== undefined) resolve();
      else this.#waiters.push(resolve);
    });
  }

  /** Does not wait until the server is due to be tried again. */
  hurry(): void {
    this.#stopWaiting();
    this.#sendNext();
  }

  /** Gives up all that has not been sent, and says how many records that were. */
  abandon(): number {
    this.#stopWaiting();
    return this.#giveUp(this.#mails.splice(0));
  }

  #sendNext(): void {
    const [mail] = this.#mails;
    if (mail === undefined || this.#isSending || this.#cancelWait !== undefined) return;
    this.#isSending = true;
    this.#send(mail).then(
      () => this.#done(mail),
      (error) => this.#failed(mail, error),
    );
  }

  #done(mail: Mail): void {
    this.#isSending = false;
    this.#failures = 0;
    this.#remove(mail);
    if (this.#mails.length === 0) this.#release();
    this.#sendNext();
  }

  #failed(mail: Mail, error: unknown): void {
    this.#isSending = false;
    if (isPermanent(error)) {
      reportError(null, error);
      if (this.#remove(mail)) this.#giveUp([mail]);
      if (this.#mails.length === 0) this.#release();
      this.#sendNext();
      return;
    }
    if (this.#failures === 0) reportError(null, error);
    if (this.#mails.length > 0) {
      const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures++);
      this.#cancelWait = getPlatform().timer(waitMs, () => this.hurry());
    }
    this.#release();
  }

  #remove(mail: Mail): boolean {
    const index = this.#mails.indexOf(mail);
    return index >= 0 && this.#mails.splice(index, 1).length > 0;
  }

  #giveUp(mails: readonly Mail[]): number {
    const records = mails.reduce((sum, mail) => sum + mail.records, 0);
    this.dropped += records;
    countDropped(records);
    return records;
  }

  #stopWaiting(): void {
    this.#cancelWait?.();
    this.#cancelWait = undefined;
  }

  #release(): void {
    for (const resolve of this.#waiters.splice(0)) resolve();
  }
}
