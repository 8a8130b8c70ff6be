import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { reportError } from '@loggia/core';

/** A mail that is ready to be sent. */
export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** Records that are in it, or are named in it as left out. */
  readonly records: number;
}

/** How a mail server is to be spoken to. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly credentials: readonly [user: string, password: string] | undefined;
  readonly tls: ConnectionOptions | undefined;
  readonly timeoutMs: number;
}

/** Sends a mail; rejects with what the server or the network has against it. */
export type SendMail = (mail: Mail) => Promise<void>;

/** Whom the server refused, though it took the mail for others. */
interface Sent {
  readonly rejected?: readonly string[];
  readonly rejectedErrors?: readonly Error[];
}

interface Nodemailer {
  createTransport(options: object): { sendMail(mail: object): Promise<Sent> };
}

/** Where TLS is spoken from the first byte. */
const IMPLICIT_TLS_PORT = 465;

/** The name is spelled out, so that a bundler can leave the package outside. */
const loadNodemailer = (): Promise<unknown> => import('nodemailer');

/** Makes a sender that loads the package `nodemailer` when the first mail is sent. */
export function createMailer(server: MailServer, load: () => Promise<unknown> = loadNodemailer): SendMail {
  let transport: Promise<ReturnType<Nodemailer['createTransport']>> | undefined;
  return async ({ from, to, subject, text }) => {
    transport ??= load().then(
      // A CommonJS build of it has everything in its default export.
      (found) =>
        ((found as { default?: Nodemailer }).default ?? (found as Nodemailer)).createTransport(
          optionsFor(server),
        ),
      (cause) => {
        throw new MissingPackageError(cause);
      },
    );
    // Without an encoding of its own, long lines would be wrapped.
    const content = { text, textEncoding: 'quoted-printable' };
    const mail = { from, to: [...to], subject, date: new Date(), ...content };
    const { rejected = [], rejectedErrors: [cause] = [] } = await (await transport).sendMail(mail);
    // To send it again would give it twice to the others.
    if (rejected.length > 0) {
      const text = `The mail server did not take a mail for ${rejected.join(', ')}: ${cause?.message}`;
      reportError(null, new Error(text, { cause }));
    }
  };
}

/** Python's arguments of `starttls`, or Node's options, as Node's options. */
export function tlsOptions(
  secure: boolean | readonly string[] | ConnectionOptions,
): ConnectionOptions | undefined {
  if (typeof secure === 'boolean') return secure ? {} : undefined;
  if (!Array.isArray(secure)) return secure as ConnectionOptions;
  const [keyFile, certificateFile = keyFile] = secure as string[];
  if (keyFile === undefined) return {};
  return { key: readFileSync(keyFile), cert: readFileSync(certificateFile!) };
}

/** Whether it is no use to try again: the server refuses this mail, or us, for good. */
export function isPermanent(error: unknown): boolean {
  const { responseCode, code = '' } = error as { responseCode?: number; code?: string };
  if (error instanceof MissingPackageError) return true;
  // Of an answer its number decides: a server that has never heard of us may want to see us come again.
  return responseCode === undefined ? ['EENVELOPE', 'EAUTH'].includes(code) : responseCode >= 500;
}

class MissingPackageError extends Error {
  override readonly name = 'MissingPackageError';

  constructor(cause: unknown) {
    super(
      'SMTPHandler sends mails with the package nodemailer, which cannot be loaded: npm install nodemailer',
      {
        cause,
      },
    );
  }
}

function optionsFor({ host, port, credentials, tls, timeoutMs }: MailServer): object {
  const [user, pass] = credentials ?? [];
  return {
    host,
    port,
    secure: port === IMPLICIT_TLS_PORT && tls !== undefined,
    // As in Python, whether it is encrypted is not left to the server.
    requireTLS: tls !== undefined,
    ignoreTLS: tls === undefined,
    ...(tls !== undefined && { tls }),
    ...(credentials !== undefined && { auth: { user, pass } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
