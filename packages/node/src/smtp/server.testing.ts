import { type AddressInfo, createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { testCertificate, testKey } from '../tls.testing.js';

/** A mail as the server got it, decoded. */
export interface ReceivedMail {
  readonly mailFrom: string;
  readonly rcptTo: readonly string[];
  readonly headers: ReadonlyMap<string, string>;
  /** With `\n` line ends. */
  readonly body: string;
  readonly secure: boolean;
  readonly user: string | undefined;
}

export interface MailServerOptions {
  /** Offers STARTTLS. */
  readonly tls?: boolean;
  /** The only user and password that may send. */
  readonly credentials?: readonly [string, string];
  /** Answers to DATA's end, first to last, in place of 250. */
  readonly answers?: string[];
  /** Answers to RCPT, first to last, in place of 250. */
  readonly recipientAnswers?: string[];
  /** Never says a word. */
  readonly mute?: boolean;
}

/** As much of a mail server as the tests need. */
export interface TestMailServer {
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
  /** How many connections there were. */
  readonly connections: number;
  stop(): Promise<void>;
}

export async function mailServer(options: MailServerOptions = {}, port = 0): Promise<TestMailServer> {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
    if (!options.mute) converse(socket, options, mails);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    get connections() {
      return connections;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function converse(plain: Socket, options: MailServerOptions, mails: ReceivedMail[]): void {
  let socket: Socket = plain;
  let [input, data, user, mailFrom] = [
    '',
    undefined as string | undefined,
    undefined as string | undefined,
    '',
  ];
  let rcptTo: string[] = [];
  const say = (text: string): void => void socket.write(`${text}\r\n`);
  const listen = (from: Socket): void => {
    socket = from;
    from
      .on('error', () => {})
      .on('data', (chunk) => {
        input += chunk.toString('latin1');
        for (let end = input.indexOf('\r\n'); end >= 0; end = input.indexOf('\r\n')) {
          const line = input.slice(0, end);
          input = input.slice(end + 2);
          if (data === undefined) command(line);
          else if (line !== '.') data += `${line.replace(/^\./, '')}\r\n`;
          else {
            const answer = options.answers?.shift() ?? '250 taken';
            const secure = socket instanceof TLSSocket;
            if (answer.startsWith('250')) mails.push({ mailFrom, rcptTo, secure, user, ...parseMail(data) });
            data = undefined;
            say(answer);
          }
        }
      });
  };
  const command = (line: string): void => {
    const verb = line.split(' ')[0]!.toUpperCase();
    if (verb === 'EHLO') {
      const offers = [
        options.tls && !(socket instanceof TLSSocket) && 'STARTTLS',
        options.credentials && 'AUTH PLAIN',
      ];
      say(
        ['test', ...offers.filter(Boolean)]
          .map((offer, i, all) => `250${i < all.length - 1 ? '-' : ' '}${offer}`)
          .join('\r\n'),
      );
    } else if (verb === 'STARTTLS' && options.tls) {
      say('220 go on');
      plain.removeAllListeners('data');
      listen(new TLSSocket(plain, { isServer: true, key: testKey, cert: testCertificate }));
    } else if (verb === 'AUTH') {
      const [, name, password] = Buffer.from(line.split(' ')[2] ?? '', 'base64')
        .toString()
        .split('\0');
      const [wantName, wantPassword] = options.credentials ?? [];
      if (name === wantName && password === wantPassword) user = name;
      say(user === undefined ? '535 no' : '235 yes');
    } else if (verb === 'MAIL') {
      mailFrom = /<.*>/.exec(line)?.[0] ?? '';
      rcptTo = [];
      say('250 ok');
    } else if (verb === 'RCPT') {
      const answer = options.recipientAnswers?.shift() ?? '250 ok';
      if (answer.startsWith('250')) rcptTo.push(/<.*>/.exec(line)?.[0] ?? '');
      say(answer);
    } else if (verb === 'DATA') {
      data = '';
      say('354 go on');
    } else if (verb === 'QUIT') {
      say('221 bye');
      socket.end();
    } else say(verb === 'RSET' ? '250 ok' : '502 what?');
  };
  listen(plain);
  say('220 test');
}

function parseMail(raw: string): Pick<ReceivedMail, 'headers' | 'body'> {
  const split = raw.indexOf('\r\n\r\n');
  const lines = raw
    .slice(0, split)
    .replace(/\r\n(?=[ \t])/g, '')
    .split('\r\n');
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), decodeWords(line.slice(colon + 1).replace(/^ /, ''))];
    }),
  );
  const body = raw.slice(split + 4);
  const bytes =
    headers.get('Content-Transfer-Encoding') === 'base64'
      ? Buffer.from(body, 'base64')
      : Buffer.from(unquote(body.replace(/=\r\n/g, '')), 'latin1');
  return { headers, body: bytes.toString().replaceAll('\r\n', '\n') };
}

function decodeWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_all, kind: string, word: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString()
        : Buffer.from(unquote(word.replaceAll('_', ' ')), 'latin1').toString(),
    );
}

function unquote(text: string): string {
  return text.replace(/=([0-9A-F]{2})/gi, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
