import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createIngest, toNodeListener } from '@loggia/ingest';
import { StandIn } from '../nt/stand-in.testing.js';
import { LogRecordSocketReceiver } from '../receivers/tcp.js';
import { LogRecordDatagramReceiver } from '../receivers/udp.js';
import { mailServer } from '../smtp/server.testing.js';
import type { Ended } from '../spawn.testing.js';
import { type Daemon, streamDaemon, udpDaemon } from '../syslog/daemon.testing.js';
import type { ReceiverName } from './rows.testing.js';

const LOG = 'app.log';

/** The other end of a handler. */
export interface Receiver {
  /** What the handler is told of where it is; a path, a port, an URL. */
  readonly at: string;
  /** The texts of the records that have arrived. The process that logged has ended. */
  texts(ended: Ended): readonly string[];
  stop?(): unknown;
}

/** Starts a receiver that may use a directory. */
type Receive = (directory: string) => Receiver | Promise<Receiver>;

/** The files that `app.log` was rotated to, and itself. */
const files: Receive = (directory) => ({
  at: join(directory, LOG),
  texts: () =>
    readdirSync(directory)
      .filter((name) => name.startsWith(LOG) && !name.endsWith('.tmp'))
      .sort(byAge)
      .flatMap((name) => {
        const bytes = readFileSync(join(directory, name));
        return linesOf((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString());
      }),
});

/** The oldest first: archives have dates, or numbers that grow with age. */
function byAge(a: string, b: string): number {
  const [numberOfA, numberOfB] = [a, b].map((name) =>
    Number(/^app\.log\.(\d+)(\.gz)?$/.exec(name)?.[1] ?? 0),
  );
  if (numberOfA !== numberOfB) return numberOfB! - numberOfA!;
  if (a === LOG || b === LOG) return a === LOG ? 1 : -1;
  return a < b ? -1 : 1;
}

/** Standard output or standard error, as pipes. */
const pipe =
  (name: 'stdout' | 'stderr'): Receive =>
  () => ({ at: '', texts: (ended) => linesOf(ended[name]).filter((line) => line.startsWith('record ')) });

/** One of the receivers of records. */
const records =
  (Receiver: typeof LogRecordSocketReceiver | typeof LogRecordDatagramReceiver): Receive =>
  async () => {
    const texts: string[] = [];
    const receiver = new Receiver({ port: 0, onRecord: (record) => texts.push(record.getMessage()) });
    await receiver.start();
    return { at: String(receiver.port), texts: () => texts, stop: () => receiver.stop() };
  };

const syslogUDP: Receive = async () => syslog(await udpDaemon());
const syslogTCP: Receive = async () => syslog(await streamDaemon());
const syslogUnix: Receive = async (directory) => {
  const path = join(directory, 'log');
  return { ...syslog(await streamDaemon(path)), at: path };
};

const mail: Receive = async () => {
  const server = await mailServer();
  const texts = (): string[] => server.mails.flatMap(({ body }) => linesOf(body));
  return { at: String(server.port), texts, stop: () => server.stop() };
};

/** The path of a program that stands in for PowerShell. */
const events: Receive = () => {
  const path = process.env['PATH'];
  const standIn = new StandIn();
  const restorePath = (): void => {
    process.env['PATH'] = path;
  };
  restorePath();
  return {
    at: join(standIn.directory, standIn.command),
    texts: () => standIn.texts,
    stop() {
      standIn.dispose();
      restorePath();
    },
  };
};

/** An address and, after a space, a directory that the handler may keep. */
const http: Receive = async (directory) => {
  const texts: string[] = [];
  const ingest = createIngest({ onRecord: (record) => void texts.push(record.getMessage()) });
  const server = createServer(toNodeListener(ingest));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    at: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ ${directory}`,
    texts: () => texts,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
};

/** What starts each receiver. */
export const RECEIVERS: Readonly<Record<ReceiverName, Receive>> = {
  stdout: pipe('stdout'),
  stderr: pipe('stderr'),
  files,
  socket: records(LogRecordSocketReceiver),
  datagrams: records(LogRecordDatagramReceiver),
  syslogUDP,
  syslogTCP,
  syslogUnix,
  mail,
  events,
  http,
};

function syslog(daemon: Daemon): Receiver {
  const texts = (): string[] =>
    Buffer.concat(daemon.received)
      .toString()
      .split('\0')
      .filter((text) => text !== '')
      .map((text) => text.replace(/^<\d+>/, ''));
  return { at: String(daemon.port), texts, stop: () => daemon.stop() };
}

function linesOf(text: string): string[] {
  return text.split('\n').slice(0, -1);
}
