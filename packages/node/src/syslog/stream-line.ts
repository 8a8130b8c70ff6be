import type { Line } from '../sockets/line.js';
import { type Channel, Link } from '../sockets/link.js';
import type { Frame } from './framing.js';

/** A connection, and how messages are told apart on it. */
export interface Connection {
  readonly stream: Channel;
  readonly frame: Frame;
}

/** Opens a connection. It settles within a time of its own. */
export type Connect = () => Promise<Connection>;

/** Messages over a connection that is made when there is something to send, and made anew when it breaks. */
export class StreamLine implements Line {
  readonly #link: Link;
  /** Known once there is a connection. */
  #frame: Frame = (message) => message;

  constructor(connect: Connect) {
    this.#link = new Link(async () => {
      const { stream, frame } = await connect();
      this.#frame = frame;
      return stream;
    });
  }

  get isOpen(): boolean {
    return this.#link.isOpen;
  }

  async send(messages: readonly Uint8Array[]): Promise<readonly number[]> {
    if (!this.#link.isOpen) await this.#link.connect();
    await this.#link.write(Buffer.concat(messages.map((message) => this.#frame(message))));
    return [];
  }

  drop(): void {
    this.#link.drop();
  }

  close(): Promise<void> {
    return this.#link.close();
  }
}
