import type { Socket, SocketOptions } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { getPlatform } from '@loggia/core';
import type { Line } from './line.js';

/** How long a name's address is used before it is asked for again, in milliseconds. */
const ADDRESS_AGE_MS = 60_000;

type Family = 4 | 6;
type Known = (error: null, address: string, family: number) => void;

interface Target {
  readonly address: string;
  readonly family: Family;
  /** When it is to be asked for again. */
  readonly goodUntil: number;
}

/** One datagram for each message. Whether anybody receives it, nobody knows. */
export class DatagramLine implements Line {
  readonly refusal = 'were too large for a datagram';
  readonly #host: string;
  readonly #port: number;
  readonly #makeSocket: (family: Family) => Socket;
  #target: Target | undefined;
  #looking: Promise<void> | undefined;
  #socket: Socket | undefined;

  constructor(host: string, port: number, makeSocket: (family: Family) => Socket) {
    this.#host = host;
    this.#port = port;
    this.#makeSocket = makeSocket;
    // Nobody is asked, so that a program which ends at once has sent what it logged.
    const address = host === 'localhost' ? '127.0.0.1' : host;
    const family = isIP(address);
    if (family !== 0) this.#target = { address, family: family as Family, goodUntil: Infinity };
  }

  get isOpen(): boolean {
    return this.#socket !== undefined;
  }

  /** Finds the address and makes a socket, if there is none. */
  async connect(): Promise<void> {
    if (this.#target === undefined) await this.#lookUp();
    this.#open();
  }

  /** Sends one datagram; at once, if the address is known. */
  async sendOne(message: Uint8Array): Promise<void> {
    if (this.#target === undefined) await this.#lookUp();
    const { address, goodUntil } = this.#target as unknown as Target;
    // The old address is better than none.
    if (getPlatform().now() > goodUntil) this.#lookUp().catch(() => {});
    const socket = this.#open();
    await new Promise<void>((resolve, reject) =>
      socket.send(message, this.#port, address, (error) => (error ? reject(error) : resolve())),
    );
  }

  send(messages: readonly Uint8Array[]): Promise<readonly number[]> {
    return sendEach(messages, (message) => this.sendOne(message));
  }

  drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  close(): Promise<void> {
    this.drop();
    return Promise.resolve();
  }

  #lookUp(): Promise<void> {
    // More receivers listen to IPv4 alone than to IPv6 alone, and a datagram does not tell.
    this.#looking ??= lookup(this.#host, { verbatim: false })
      .then(({ address, family }) => {
        if (family !== this.#target?.family) this.drop();
        const goodUntil = getPlatform().now() + ADDRESS_AGE_MS;
        this.#target = { address, family: family as Family, goodUntil };
      })
      .finally(() => {
        this.#looking = undefined;
      });
    return this.#looking;
  }

  #open(): Socket {
    if (this.#socket !== undefined) return this.#socket;
    const { family } = this.#target as Target;
    const socket = this.#makeSocket(family);
    socket.unref();
    socket.on('error', () => {
      if (this.#socket === socket) this.drop();
    });
    this.#socket = socket;
    return socket;
  }
}

/** Sends each message by itself, and says which are too large. */
export async function sendEach(
  messages: readonly Uint8Array[],
  send: (message: Uint8Array) => Promise<void>,
): Promise<readonly number[]> {
  const tooLarge: number[] = [];
  await Promise.all(
    messages.map((message, place) =>
      send(message).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EMSGSIZE') throw error;
        tooLarge.push(place);
      }),
    ),
  );
  return tooLarge;
}

/** Options of `createSocket` for addresses that are known: to look one up takes another turn, which on exit there is not. */
export function withoutLookup(family: Family): SocketOptions {
  const lookup = (address: string, _options: unknown, done: Known): void => done(null, address, family);
  return { type: family === 6 ? 'udp6' : 'udp4', lookup: lookup as never };
}
