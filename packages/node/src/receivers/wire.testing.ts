import { connect, type Socket } from 'node:net';
import { frame } from '../sockets/frame.js';

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
