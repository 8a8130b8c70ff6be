import { type ChildProcess, spawn } from 'node:child_process';
import { connect as connectSocket, type Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { type ConnectionOptions, connect as connectTLS } from 'node:tls';
import { getPlatform } from '@loggia/core';
import { type Frame, loggerLine } from './framing.js';
import type { Connect, Connection } from './stream-link.js';

const CONNECT_TIMEOUT_MS = 10_000;

export function connectTo(host: string, port: number, frame: Frame): Connect {
  return async () => ({ stream: await opened(connectSocket({ host, port }), 'connect'), frame });
}

export function connectSecurely(host: string, port: number, tls: ConnectionOptions, frame: Frame): Connect {
  return async () => ({
    stream: await opened(connectTLS({ host, port, ...tls }), 'secureConnect'),
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
        return { stream: await opened(connectSocket(path), 'connect'), frame };
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

function opened(socket: Socket, event: 'connect' | 'secureConnect'): Promise<Writable> {
  return new Promise((resolve, reject) => {
    const cancel = getPlatform().timer(CONNECT_TIMEOUT_MS, () =>
      socket.destroy(new Error(`The syslog daemon did not answer within ${CONNECT_TIMEOUT_MS} ms`)),
    );
    socket.once(event, () => {
      cancel();
      resolve(socket);
    });
    socket.on('error', (error) => {
      cancel();
      reject(error);
    });
    // Whatever it sends is read, so that its goodbye is seen; an idle connection keeps no program alive.
    socket.resume().unref();
  });
}

// It ends when we do, and reads the pipe to its end first: what was written is not lost.
function startLogger(path: string, tag: string): Promise<Writable> {
  const args = ['--socket', path, '--prio-prefix', '--size', '65000', '--tag', tag];
  const child = spawn('logger', args, { stdio: ['pipe', 'ignore', 'ignore'] });
  const { stdin } = child;
  child.unref();
  (stdin as unknown as Socket).unref();
  child.on('exit', (code) => stdin.destroy(code ? failure(path, `it ended with ${code}`) : undefined));
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve(endingWith(stdin, child)));
    child.once('error', (error) => reject(failure(path, error.message)));
    stdin.on('error', reject);
  });
}

/** The stream, which is not at its end before the child is: only then has the daemon got everything. */
function endingWith(stdin: Writable, child: ChildProcess): Writable {
  const end = stdin.end.bind(stdin);
  stdin.end = ((done?: () => void) => {
    child.ref();
    child.once('exit', () => done?.());
    return end();
  }) as typeof stdin.end;
  return stdin;
}

function failure(path: string, why: string): Error {
  return new Error(
    `${path} is a datagram socket, which Node cannot write to, and the program 'logger' of util-linux does not help: ${why}. Use an address of ['localhost', 514]`,
  );
}
