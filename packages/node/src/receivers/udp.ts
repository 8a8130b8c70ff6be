import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { DEFAULT_UDP_LOGGING_PORT } from '../ports.js';
import { HEADER_BYTES } from '../sockets/frame.js';
import { DEFAULT_MAX_FRAME_BYTES, type ReceiverOptions } from './intake.js';
import { DEFAULT_HOST } from './listening.js';
import { Receiver } from './receiver.js';
import { RefusedError } from './refusal.js';

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
export class LogRecordDatagramReceiver extends Receiver<Socket> {
  readonly #host: string;
  readonly #maxBytes: number;

  constructor(options: ReceiverOptions = {}) {
    super(options, DEFAULT_UDP_LOGGING_PORT);
    this.#host = options.host ?? DEFAULT_HOST;
    this.#maxBytes = options.maxFrameBytes ?? DEFAULT_MAX_FRAME_BYTES;
  }

  protected override create(): Socket {
    const socket = createSocket(isIPv6(this.#host) ? 'udp6' : 'udp4');
    return socket.on('message', (datagram) => this.#take(datagram));
  }

  protected override listen(socket: Socket, done: () => void): void {
    socket.bind({ port: this.port, address: this.#host }, done);
  }

  #take(datagram: Buffer): void {
    const length = datagram.length < HEADER_BYTES ? -1 : datagram.readUInt32BE();
    const payload = datagram.subarray(HEADER_BYTES);
    if (length > this.#maxBytes) {
      this.intake.refuse(new RefusedError('tooLong', `a frame of ${length} bytes is longer than allowed`));
    } else if (length !== payload.length) {
      this.intake.refuse(new RefusedError('cutShort', 'the length of a datagram is not what it says'));
    } else this.intake.take(payload);
  }
}
