import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { connect as connectSocket, type Socket } from 'node:net';
import { Writable } from 'node:stream';
import { type ConnectionOptions, connect as connectTLS } from 'node:tls';
import type { Channel } from '../sockets/link.js';
import { opened } from '../sockets/opened.js';
import { type Frame, loggerLine } from './framing.js';
import type { Connect, Connection } from './stream-line.js';

const CONNECT_TIMEOUT_MS = 10_000;

export function connectTo(host: string, port: number, frame: Frame): Connect {
  return async () => ({
    stream: await opened(connectSocket({ host, port }), 'connect', CONNECT_TIMEOUT_MS),
    frame,
  });
}

export function connectSecurely(host: string, port: number, tls: ConnectionOptions, frame: Frame): Connect {
  return async () => ({
    stream: await opened(connectTLS({ host, port, ...tls }), 'secureConnect', CONNECT_TIMEOUT_MS),
    frame,
  });
}

/** What a daemon's own program needs to know of our messages. */
export interface LocalIdent {
  /** What the program says it is. */
  readonly tag: string;
  /** With what the texts begin. */
  readonly ident: string;
}

/**
 * Connects to a Unix socket. Node has none for datagrams, which is what `/dev/log` is as a rule; the system's
 * `logger` program has.
 *
 * @param identify - Undefined for messages with headers that `logger` would not leave as they are.
 */
export function connectLocally(path: string, frame: Frame, identify?: () => LocalIdent): Connect {
  let isDatagram = false;
  return async () => {
    if (!isDatagram) {
      try {
        return { stream: await opened(connectSocket(path), 'connect', CONNECT_TIMEOUT_MS), frame };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EPROTOTYPE') throw error;
        isDatagram = true;
      }
    }
    if (identify === undefined)
      throw failure(path, 'it writes no messages of RFC 5424 that are made elsewhere');
    return connectThroughLogger(path, identify());
  };
}

/** Runs the `logger` program of util-linux, which reads one message a line, each with its priority. */
export async function connectThroughLogger(path: string, { tag, ident }: LocalIdent): Promise<Connection> {
  return { stream: await startLogger(path, tag), frame: (message) => loggerLine(message, ident) };
}

// It ends when we do, and reads the pipe to its end first: what was written is not lost.
function startLogger(path: string, tag: string): Promise<Channel> {
  const args = ['--socket', path, '--prio-prefix', '--size', '65000', '--tag', tag];
  const child = spawn('logger', args, { stdio: ['pipe', 'ignore', 'ignore'] });
  child.unref();
  (child.stdin as unknown as Socket).unref();
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve(pipeTo(child, path)));
    child.once('error', (error) => reject(failure(path, error.message)));
  });
}

/** Writes to a program, and is not at its end before the program is: only then has the daemon got everything. */
function pipeTo(child: ChildProcessByStdio<Writable, null, null>, path: string): Channel {
  const { stdin } = child;
  const pipe = new Writable({
    write: (chunk, _encoding, done) => void stdin.write(chunk, done),
    final(done) {
      child.ref();
      child.once('exit', () => done());
      stdin.end();
    },
    destroy(error, done) {
      stdin.destroy();
      done(error);
    },
  });
  stdin.on('error', (error) => pipe.destroy(error));
  child.once('exit', (code) => {
    if (!pipe.writableEnded || code) pipe.destroy(failure(path, `it ended with ${code}`));
  });
  return pipe;
}

function failure(path: string, why: string): Error {
  return new Error(
    `${path} is a datagram socket, which Node cannot write to, and the program 'logger' of util-linux does not help: ${why}. Use an address of ['localhost', 514]`,
  );
}
