import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { ConfigError } from '@loggia/core';
import { RemoteHandler, type RemoteHandlerOptions } from './remote.js';

/** A datagram carries one record. */
const BATCH = { records: 1, bytes: 65_536 } as const;

/**
 * Sends records over UDP, one a datagram: as {@link SocketHandler} does, but nobody ever knows whether they
 * arrive, so a record counts as delivered when the kernel has taken it. One that is too large for a datagram (64 KiB) is
 * given up and counted in {@link DatagramHandler.stats}.
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
  #socket: Socket | undefined;
  #creating: Promise<void> | undefined;
  #address = '';

  /** @throws ConfigError for a host, a port or a codec that cannot work. Node has no unix datagram sockets. */
  constructor(host: string, port: number, options: RemoteHandlerOptions = {}) {
    if ((port as number | null) === null) {
      throw new ConfigError(
        'port',
        'Node has no unix datagram sockets: give a port, or use SocketHandler with a path',
      );
    }
    super(host, port, options, BATCH);
  }

  /** Makes a socket for the given family of addresses. Override it to set options of it. */
  makeSocket(family: 4 | 6): Socket {
    // The address is known already. To look it up once more takes another turn, which on exit there is not.
    return createSocket({
      type: family === 6 ? 'udp6' : 'udp4',
      lookup: (address, _options, callback) => callback(null, address, family),
    });
  }

  /** Finds the receiver's address and makes a socket, if there is none. Rejects if that fails. */
  createSocket(): Promise<void> {
    if (this.#socket !== undefined) return Promise.resolve();
    this.#creating ??= lookup(this.host)
      .then(({ address, family }) => this.#adopt(address, family as 4 | 6))
      .finally(() => {
        this.#creating = undefined;
      });
    return this.#creating;
  }

  /** Sends one datagram; at once, if the address is known. */
  override async send(bytes: Uint8Array): Promise<void> {
    const family = isIP(this.host);
    if (this.#socket === undefined && family !== 0) this.#adopt(this.host, family as 4 | 6);
    else if (this.#socket === undefined) await this.createSocket();
    const socket = this.#socket;
    await new Promise<void>((resolve, reject) => {
      if (socket === undefined) reject(new Error('the socket was closed'));
      else
        socket.send(bytes, this.port as number, this.#address, (error) =>
          error ? reject(error) : resolve(),
        );
    });
  }

  /** Flushes, and accepts nothing more. */
  override async close(): Promise<void> {
    await super.close();
    this.dropSocket();
  }

  protected override get isOpen(): boolean {
    return this.#socket !== undefined;
  }

  protected override dropSocket(): boolean {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
    return socket !== undefined;
  }

  #adopt(address: string, family: 4 | 6): void {
    const socket = this.makeSocket(family);
    socket.unref();
    socket.on('error', () => {
      if (this.#socket === socket) this.dropSocket();
    });
    this.#address = address;
    this.#socket = socket;
  }
}
