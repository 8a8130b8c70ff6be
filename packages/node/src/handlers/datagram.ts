import { createSocket, type Socket } from 'node:dgram';
import { ConfigError } from '@loggia/core';
import { DatagramLine, sendEach, withoutLookup } from '../sockets/datagram-line.js';
import { RemoteHandler, type RemoteHandlerOptions } from './remote.js';

/**
 * Sends records over UDP, one a datagram: as {@link SocketHandler} does, but nobody ever knows whether they
 * arrive, so a record counts as delivered when the kernel has taken it. One that is too large for a datagram (64 KiB) is
 * given up, reported, and counted as rejected in {@link DatagramHandler.stats}.
 *
 * @example
 * ```ts
 * import { DatagramHandler, getLogger } from 'loggia/node';
 * const handler = new DatagramHandler('127.0.0.1', 9021, { codec: 'pickle' });
 * getLogger('shop').addHandler(handler);
 * getLogger('shop').error('no such item: %s', 'hat');
 * await handler.close();
 * ```
 */
export class DatagramHandler extends RemoteHandler {
  readonly #line: DatagramLine;

  /** @throws ConfigError for a host, a port or a codec that cannot work. Node has no unix datagram sockets. */
  constructor(host: string, port: number, options: RemoteHandlerOptions = {}) {
    if ((port as number | null) === null) {
      throw new ConfigError(
        'port',
        'Node has no unix datagram sockets: give a port, or use SocketHandler with a path',
      );
    }
    super(host, port, options);
    this.#line = new DatagramLine(host, port, (family) => this.makeSocket(family));
  }

  /** Makes a socket for the given family of addresses. Override it to set options of it. */
  makeSocket(family: 4 | 6): Socket {
    return createSocket(withoutLookup(family));
  }

  /** Finds the receiver's address and makes a socket, if there is none. Rejects if that fails. */
  createSocket(): Promise<void> {
    return this.#line.connect();
  }

  /** Sends one datagram; at once, if the address is known. */
  override send(bytes: Uint8Array): Promise<void> {
    return this.#line.sendOne(bytes);
  }

  protected override get isOpen(): boolean {
    return this.#line.isOpen;
  }

  protected override sendAll(frames: readonly Uint8Array[]): Promise<readonly number[]> {
    return sendEach(frames, (frame) => this.send(frame));
  }

  protected override dropSocket(): boolean {
    const wasOpen = this.#line.isOpen;
    this.#line.drop();
    return wasOpen;
  }

  protected override closeSocket(): Promise<void> {
    return this.#line.close();
  }
}
