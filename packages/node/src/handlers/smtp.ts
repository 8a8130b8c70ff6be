import type { ConnectionOptions } from 'node:tls';
import {
  ConfigError,
  countDropped,
  getPlatform,
  Handler,
  type LogRecord,
  MAX_TIMER_MS,
  reportError,
  ValueError,
} from '@loggia/core';
import { createMailer, type Mail, tlsOptions } from '../smtp/mailer.js';
import { Outbox } from '../smtp/outbox.js';

/** Options of {@link SMTPHandler}. */
export interface SMTPHandlerOptions {
  /** The user's name and the password. Default: none. */
  readonly credentials?: readonly [user: string, password: string] | undefined;
  /**
   * Encrypt the connection, or fail: `true`, the names of a key file and a certificate file as in Python, or
   * options of Node's `tls.connect`. It begins with STARTTLS, but on port 465 at once. Default: no encryption.
   */
  readonly secure?: boolean | readonly string[] | ConnectionOptions | undefined;
  /** How long the server may take for each answer, in seconds, as in Python. Default 5. */
  readonly timeout?: number | undefined;
  /** Mails that may wait while the server is away; then the oldest are given up. Default 100. */
  readonly capacity?: number | undefined;
  /** One mail for many records, and no more than one in a while. Default: a mail for each record. */
  readonly digest?: SMTPDigestOptions | undefined;
}

/** How {@link SMTPHandler} gathers records. */
export interface SMTPDigestOptions {
  /** Milliseconds from the first record to the mail; so there is at most one mail in that time. Default 60,000. */
  readonly interval?: number | undefined;
  /** Records in one mail; it says how many more there were. Default 500. */
  readonly maxRecords?: number | undefined;
}

interface Digest {
  readonly interval: number;
  readonly maxRecords: number;
}

const SMTP_PORT = 25;
/** How long `close` waits for the server. */
const CLOSE_TIMEOUT_MS = 10_000;
// All that Python's `splitlines` takes for the end of a line.
const LINE_END = /[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/;

/**
 * Mails records, in the background: a logging call never waits for the server. It needs the package `nodemailer`,
 * which it loads when the first mail is sent.
 *
 * While the server cannot be reached, mails wait, and are tried again after a second and then less and less often;
 * those that it refuses, and those that are too many, are given up and counted in {@link SMTPHandler.dropped}.
 * At the natural end of a program, and in the two seconds that a signal leaves, what waits is sent. At `process.exit`,
 * unless `await shutdown()` comes before it, it is lost, and that is said.
 *
 * @example
 * ```ts
 * import { ERROR, getLogger, SMTPHandler } from 'loggia/node';
 * const handler = new SMTPHandler('localhost', 'shop@shop.example', ['ops@shop.example'], 'The shop has a problem', {
 *   digest: { interval: 300_000 },
 * });
 * handler.setLevel(ERROR);
 * getLogger('shop').addHandler(handler);
 * ```
 */
export class SMTPHandler extends Handler {
  readonly mailhost: string;
  readonly mailport: number;
  readonly fromaddr: string;
  readonly toaddrs: readonly string[];
  subject: string;
  /** Seconds. */
  readonly timeout: number;
  readonly #digest: Digest | undefined;
  readonly #outbox: Outbox;
  readonly #unlisten: () => void;
  // What the next digest will say.
  #texts: string[] = [];
  #more = 0;
  #topic: { readonly subject: string; readonly levelno: number } | undefined;
  #cancelDigest: (() => void) | undefined;
  #isClosed = false;

  /**
   * @param mailhost - The server's name, or its name and port. Default port: 25.
   * @throws ConfigError for an argument or an option that makes no sense, and for a key file that cannot be read.
   */
  constructor(
    mailhost: string | readonly [host: string, port: number],
    fromaddr: string,
    toaddrs: string | readonly string[],
    subject: string,
    options: SMTPHandlerOptions = {},
  ) {
    const [host, port = SMTP_PORT] = Array.isArray(mailhost) ? mailhost : [mailhost];
    const addresses = typeof toaddrs === 'string' ? [toaddrs] : toaddrs;
    const { credentials, secure = false, timeout = 5, capacity = 100, digest } = options;
    check('mailhost', "the server's name, such as 'localhost', or its name and port", isName(host));
    check('fromaddr', 'an address', isName(fromaddr));
    check('toaddrs', 'an address, or a list of them', isNames(addresses) && addresses.length > 0);
    check('subject', 'a text', typeof subject === 'string');
    const isLogin = credentials === undefined || (isNames(credentials) && credentials.length === 2);
    check('credentials', 'the name of a user and a password: [user, password]', isLogin);
    if (!(timeout > 0)) throw new ConfigError('timeout', `timeout is a number of seconds, not ${timeout}`);
    const tls = readTLS(secure);
    super();
    this.mailhost = host;
    this.mailport = port;
    this.fromaddr = fromaddr;
    this.toaddrs = addresses;
    this.subject = subject;
    this.timeout = timeout;
    this.#digest = digest && { interval: digest.interval ?? 60_000, maxRecords: digest.maxRecords ?? 500 };
    const timeoutMs = Math.min(timeout * 1000, MAX_TIMER_MS);
    const send = createMailer({ host, port, credentials, tls, timeoutMs });
    this.#outbox = new Outbox(send, capacity);
    this.#unlisten = getPlatform().onExit((phase) => this.#leave(phase === 'exit'));
  }

  /** Records that were given up. */
  get dropped(): number {
    return this.#outbox.dropped;
  }

  /** Records that have yet to be sent. */
  get pending(): number {
    return this.#outbox.pending + this.#texts.length + this.#more;
  }

  /** The subject of the mail for a record. Override it for one that depends on the record. */
  getSubject(_record: LogRecord): string {
    return this.subject;
  }

  override emit(record: LogRecord): void {
    if (this.#isClosed) {
      countDropped(1);
      return;
    }
    const subject = this.getSubject(record);
    for (const header of [this.fromaddr, this.toaddrs.join(), subject]) {
      if (LINE_END.test(header)) {
        throw new ValueError('Header values may not contain linefeed or carriage return characters');
      }
    }
    const text = this.format(record);
    if (this.#digest === undefined) this.#mail(subject, text, 1);
    else this.#gather(this.#digest, subject, text, record.levelno);
  }

  /** Sends what has been gathered. Settles when all mails are sent, or the server cannot be reached for now. */
  override flush(): Promise<void> {
    this.#mailDigest();
    return this.#outbox.flush();
  }

  /** Sends what waits, in at most ten seconds, and accepts nothing more. */
  override async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    let cancel = (): void => {};
    const timeout = new Promise<void>((resolve) => {
      cancel = getPlatform().timer(CLOSE_TIMEOUT_MS, resolve);
    });
    await Promise.race([this.flush(), timeout]);
    cancel();
    this.#unlisten();
    this.#abandon();
    super.close();
  }

  #gather({ interval, maxRecords }: Digest, subject: string, text: string, levelno: number): void {
    if (this.#texts.length < maxRecords) this.#texts.push(text);
    else this.#more++;
    // Of many subjects, that of the most severe record speaks for all.
    if (this.#topic === undefined || levelno > this.#topic.levelno) this.#topic = { subject, levelno };
    this.#cancelDigest ??= getPlatform().timer(interval, () => this.#mailDigest());
  }

  #mailDigest(): void {
    this.#cancelDigest?.();
    this.#cancelDigest = undefined;
    const records = this.#texts.length + this.#more;
    if (this.#topic === undefined) return;
    const { subject } = this.#topic;
    const more = this.#more > 0 ? [`... and ${this.#more} more records`] : [];
    const text = [...this.#texts, ...more].join('\n');
    this.#texts = [];
    this.#more = 0;
    this.#topic = undefined;
    this.#mail(records > 1 ? `${subject} (${records} records)` : subject, text, records);
  }

  #mail(subject: string, text: string, records: number): void {
    const { fromaddr: from, toaddrs: to } = this;
    const lines = text.replace(/\r\n?/g, '\n');
    const mail: Mail = { from, to, subject, text: lines.endsWith('\n') ? lines : `${lines}\n`, records };
    this.#outbox.push(mail);
  }

  #leave(isExit: boolean): void {
    this.#mailDigest();
    if (isExit) this.#abandon();
    else this.#outbox.hurry();
  }

  #abandon(): void {
    const records = this.#outbox.abandon();
    if (records > 0) reportError(null, new Error(`${records} records were not mailed in time`));
  }
}

const isName = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isNames = (value: unknown): boolean => Array.isArray(value) && value.every(isName);

function check(path: string, what: string, isRight: boolean): void {
  if (!isRight) throw new ConfigError(path, `${path} is ${what}`);
}

function readTLS(secure: NonNullable<SMTPHandlerOptions['secure']>): ConnectionOptions | undefined {
  try {
    return tlsOptions(secure);
  } catch (cause) {
    throw new ConfigError('secure', `cannot read the key or the certificate: ${(cause as Error).message}`, {
      cause,
    });
  }
}
