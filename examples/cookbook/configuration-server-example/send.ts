import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

/** Sends a configuration: its length in four bytes, then the file. Returns the answer. */
export async function send(file: string, port: number): Promise<string> {
  const data = readFileSync(file);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const socket = connect(port, '127.0.0.1').end(Buffer.concat([length, data]));
  return (await text(socket)).trim();
}
