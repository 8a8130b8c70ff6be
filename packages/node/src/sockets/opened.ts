import type { Socket } from 'node:net';
import { getPlatform } from '@loggia/core';

/** Settles when a socket that connects says so by the event; rejects if it cannot, or not in time. */
export function opened(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  timeoutMs: number,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const cancel = getPlatform().timer(timeoutMs, () =>
      socket.destroy(new Error(`there was no connection within ${timeoutMs} ms`)),
    );
    const fail = (error: Error): void => {
      cancel();
      reject(error);
    };
    socket.on('error', fail);
    socket.once('close', () => fail(new Error('the connection was closed')));
    socket.once(event, () => {
      cancel();
      resolve(socket);
    });
  });
}
