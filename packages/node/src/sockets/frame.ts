/** The length of a payload, big-endian. */
export const HEADER_BYTES = 4;

/** A payload with its length before it, as Python's `SocketHandler` sends it. */
export function frame(payload: Uint8Array): Uint8Array {
  const framed = Buffer.alloc(HEADER_BYTES + payload.length);
  framed.writeUInt32BE(payload.length);
  framed.set(payload, HEADER_BYTES);
  return framed;
}
