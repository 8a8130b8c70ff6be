import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns';
import { isIP } from 'node:net';
import { getPlatform } from '@loggia/core';
import type { OnFailure, SyslogLink } from './link.js';
import type { MessageQueue } from './message-queue.js';

/** How long a name's address is used before it is asked for again, in milliseconds. */
const ADDRESS_AGE_MS = 60_000;

type Known = (error: null, address: string, family: number) => void;

/** One datagram for each message. Whether anybody receives it, nobody knows. */
export class UdpLink implements SyslogLink {
  readonly queue: MessageQueue;
  readonly #host: string;
  readonly #port: number;
  readonly #onFailure: OnFailure;
  #socket: Socket | undefined;
  #address = '';
  #family = 0;
  #resolvedAt = -Infinity;
  #isResolving = false;
  #hasFailed = false;

  constructor(host: string, port: number, queue: MessageQueue, onFailure: OnFailure) {
    // Without asking anyone, so that a program which ends at once has sent what it logged.
    this.#host = host === 'localhost' ? '127.0.0.1' : host;
    this.#port = port;
    this.queue = queue;
    this.#onFailure = onFailure;
  }

  pump(): void {
    this.#resolve();
    if (this.#family === 0) return;
    this.#socket ??= this.#open();
    for (let message = this.queue.next(); message !== undefined; message = this.queue.next()) {
      this.#socket.send(message, this.#port, this.#host, (error) => {
        if (error === null) {
          this.#hasFailed = false;
          this.queue.taken();
        } else {
          this.queue.refused();
          this.#fail(error);
        }
      });
    }
  }

  close(): Promise<void> {
    const socket = this.#socket;
    this.#socket = undefined;
    return new Promise((resolve) => (socket === undefined ? resolve() : socket.close(resolve)));
  }

  #resolve(): void {
    const family = isIP(this.#host);
    if (family > 0) {
      this.#address = this.#host;
      this.#family = family;
      return;
    }
    const now = getPlatform().now();
    if (this.#isResolving || Math.abs(now - this.#resolvedAt) < ADDRESS_AGE_MS) return;
    this.#isResolving = true;
    // More receivers listen to IPv4 alone than to IPv6 alone, and a datagram does not tell.
    lookup(this.#host, { verbatim: false }, (error, address, newFamily) => {
      this.#isResolving = false;
      if (error === null) {
        this.#resolvedAt = now;
        if (newFamily !== this.#family) void this.close();
        this.#address = address;
        this.#family = newFamily;
        this.pump();
      } else if (this.#family === 0) {
        this.queue.abandon();
        this.#fail(error);
      }
    });
  }

  #open(): Socket {
    // Node would look even an address up, and send later.
    const known = (_host: string, _options: unknown, done: Known): void =>
      done(null, this.#address, this.#family);
    const socket = createSocket({ type: this.#family === 6 ? 'udp6' : 'udp4', lookup: known as never });
    socket.on('error', this.#onFailure);
    socket.unref();
    return socket;
  }

  #fail(error: unknown): void {
    if (!this.#hasFailed) this.#onFailure(error);
    this.#hasFailed = true;
  }
}
