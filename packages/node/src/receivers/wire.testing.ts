import { connect, type Socket } from 'node:net';
import { frame } from '../sockets/frame.js';

/** Waits until something is so. */
export async function until(condition: () => boolean): Promise<void> {
  for (let turns = 0; !condition(); turns++) {
    if (turns > 5000) throw new Error('it never came to that');
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** A frame with JSON of Python's record dictionary. */
export function jsonFrame(fields: Readonly<Record<string, unknown>>): Uint8Array {
  const dict = { name: 'a', msg: 'm', levelno: 20, levelname: 'INFO', created: 1, ...fields };
  return frame(Buffer.from(JSON.stringify(dict)));
}

/** Four bytes that claim a length. */
export function header(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}

/** A connection by hand. */
export async function dial(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' }).resume();
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}
