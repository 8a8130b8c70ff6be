import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { HEADER_BYTES } from '../sockets/frame.js';
import { DEFAULT_MAX_FRAME_BYTES, Intake, type ReceiverOptions, type ReceiverStats } from './intake.js';
import { RefusedError } from './refusal.js';

const DEFAULT_PORT = 9021;

/**
 * Receives records over UDP from {@link DatagramHandler} and from Python's `DatagramHandler`: pickles as data only, or JSON.
 *
 * @example
 * ```ts
 * import { LogRecordDatagramReceiver } from 'loggia/node';
 * const receiver = new LogRecordDatagramReceiver({ port: 0, onRecord: (record) => console.log(record.getMessage()) });
 * await receiver.start();
 * await receiver.stop();
 * ```
 */
export class LogRecordDatagramReceiver {
  readonly #host: string;
  readonly #maxBytes: number;
  readonly #intake: Intake;
  #socket: Socket | undefined;
  #port: number;

  constructor(options: ReceiverOptions = {}) {
    this.#host = options.host ?? '127.0.0.1';
    this.#port = options.port ?? DEFAULT_PORT;
    this.#maxBytes = options.maxFrameBytes ?? DEFAULT_MAX_FRAME_BYTES;
    this.#intake = new Intake(options);
  }

  /** The port. If it was to be any free one, it is known once {@link start} has settled, and stays the same. */
  get port(): number {
    return this.#port;
  }

  get stats(): ReceiverStats {
    return this.#intake.stats;
  }

  /** Starts to listen, also after a stop. Rejects if that is not possible. */
  async start(): Promise<void> {
    if (this.#socket !== undefined) return;
    const socket = createSocket(isIPv6(this.#host) ? 'udp6' : 'udp4');
    this.#socket = socket;
    socket.on('message', (datagram) => this.#take(datagram));
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject);
        socket.bind({ port: this.#port, address: this.#host }, resolve);
      });
    } catch (error) {
      this.#socket = undefined;
      throw error;
    }
    // Reports of datagrams that somebody did not take, which are none of our business.
    socket.on('error', () => {});
    this.#port = socket.address().port;
  }

  async stop(): Promise<void> {
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket !== undefined) await new Promise<void>((resolve) => socket.close(resolve));
  }

  #take(datagram: Buffer): void {
    const length = datagram.length < HEADER_BYTES ? -1 : datagram.readUInt32BE();
    const payload = datagram.subarray(HEADER_BYTES);
    if (length > this.#maxBytes) {
      this.#intake.refuse(new RefusedError('tooLong', `a frame of ${length} bytes is longer than allowed`));
    } else if (length !== payload.length) {
      this.#intake.refuse(new RefusedError('cutShort', 'the length of a datagram is not what it says'));
    } else this.#intake.take(payload);
  }
}
