import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testCertificate, testKey } from '../../packages/node/src/tls.testing.js';
import { Daemon, freePorts } from './daemon.js';

/** What rsyslog understood of a message. */
export interface Understood {
  readonly facility: string;
  readonly severity: string;
  readonly app: string;
  readonly procid: string;
  readonly msgid: string;
  readonly host: string;
  readonly time: string;
  readonly sd: string;
  readonly msg: string;
}

/** By what name each part is written, and what rsyslog calls it. */
const PARTS = {
  facility: 'syslogfacility-text',
  severity: 'syslogseverity-text',
  app: 'app-name',
  procid: 'procid',
  msgid: 'msgid',
  host: 'hostname',
  sd: 'structured-data',
  msg: 'msg',
};

/** A rsyslog of our own, which writes what it understood as lines of JSON. */
export class Rsyslog {
  /** For UDP, and for TCP with lengths or newlines. */
  readonly port: number;
  /** For TCP where NULs end messages. */
  readonly nulPort: number;
  /** For TLS. */
  readonly tlsPort: number;
  /** A datagram socket, as `/dev/log` is. */
  readonly path: string;
  /** A unix socket for connections. */
  readonly streamPath: string;
  readonly #directory: string;
  readonly #daemon: Daemon;

  static async create(): Promise<Rsyslog> {
    return new Rsyslog(await freePorts(3));
  }

  private constructor(ports: readonly number[]) {
    [this.port, this.nulPort, this.tlsPort] = ports as [number, number, number];
    this.#directory = mkdtempSync(join(tmpdir(), 'loggia-rsyslog-'));
    this.path = join(this.#directory, 'log.sock');
    this.streamPath = join(this.#directory, 'stream.sock');
    const file = (name: string, text: string): string => {
      const path = join(this.#directory, name);
      writeFileSync(path, text);
      return path;
    };
    file('key.pem', testKey);
    file('cert.pem', testCertificate);
    const configuration = file('rsyslog.conf', this.#configuration());
    this.#daemon = new Daemon(['rsyslogd', '-n', '-f', configuration, '-i', join(this.#directory, 'pid')]);
  }

  start(): Promise<void> {
    return this.#daemon.start(this.port, this.nulPort, this.tlsPort);
  }

  stop(signal?: NodeJS.Signals): Promise<void> {
    return this.#daemon.stop(signal);
  }

  output(): Understood[] {
    const file = join(this.#directory, 'out.log');
    if (!existsSync(file)) return [];
    // The last one may not be whole yet.
    const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line));
  }

  dispose(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #configuration(): string {
    const directory = this.#directory;
    const parts = Object.entries(PARTS).map(
      ([name, property]) =>
        `property(outname="${name}" name="${property}" format="jsonf") constant(value=",")`,
    );
    return `
global(workDirectory="${directory}" parser.escapeControlCharactersOnReceive="off" maxMessageSize="64k"
  defaultNetstreamDriverCAFile="${directory}/cert.pem"
  defaultNetstreamDriverCertFile="${directory}/cert.pem" defaultNetstreamDriverKeyFile="${directory}/key.pem")
module(load="imudp") module(load="imtcp") module(load="imuxsock" sysSock.use="off") module(load="imptcp")
input(type="imudp" address="127.0.0.1" port="${this.port}")
input(type="imtcp" address="127.0.0.1" port="${this.port}")
input(type="imtcp" address="127.0.0.1" port="${this.nulPort}" addtlFrameDelimiter="0")
input(type="imtcp" address="127.0.0.1" port="${this.tlsPort}"
  streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon")
input(type="imuxsock" socket="${this.path}" createPath="on" useSpecialParser="off" parseHostname="on")
input(type="imptcp" path="${this.streamPath}" unlink="on")
template(name="json" type="list") {
  constant(value="{")
  ${parts.join('\n  ')}
  property(outname="time" name="timereported" dateFormat="rfc3339" format="jsonf")
  constant(value="}\\n")
}
action(type="omfile" file="${directory}/out.log" template="json" asyncWriting="off")
`;
  }
}
