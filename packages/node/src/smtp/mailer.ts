import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';

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

interface Nodemailer {
  createTransport(options: object): { sendMail(mail: object): Promise<unknown> };
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
    await (await transport).sendMail({ from, to: [...to], subject, date: new Date(), ...content });
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
  const { responseCode, code } = error as { responseCode?: number; code?: string };
  return (
    error instanceof MissingPackageError ||
    (responseCode !== undefined && responseCode >= 500) ||
    code === 'EENVELOPE' ||
    code === 'EAUTH'
  );
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
