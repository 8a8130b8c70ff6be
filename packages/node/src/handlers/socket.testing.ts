import { createServer, type Server, type Socket } from 'node:net';
import { getLogger, installPlatform, type LogRecord, settings } from '@loggia/core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { nodePlatform } from '../platform.js';
import { LogRecordSocketReceiver } from '../receivers/tcp.js';
import { SocketHandler } from './socket.js';

/** Installs Node's platform, keeps reports of what cannot be sent off the screen, and cleans up after each test. */
export function setUp(): void {
  installPlatform(nodePlatform);
  beforeAll(() => {
    settings.raiseExceptions = false;
  });
  afterAll(() => {
    settings.raiseExceptions = true;
  });
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });
}

/** What is to be undone after the present test, the latest first. */
export const cleanups: (() => unknown)[] = [];
export const recordOf = (msg: unknown, error?: Error): LogRecord =>
  getLogger('t').makeRecord('t', 20, '', 0, msg, [], error ?? null);
export const numbers = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i));

export async function receive() {
  const texts: string[] = [];
  const receiver = new LogRecordSocketReceiver({
    port: 0,
    onRecord: (record) => texts.push(record.getMessage()),
  });
  await receiver.start();
  cleanups.push(() => receiver.stop());
  return { receiver, texts };
}

export function connectTo(port: number, options = {}): SocketHandler {
  const handler = new SocketHandler('127.0.0.1', port, options);
  handler.retryStart = 0.005;
  handler.retryMax = 0.02;
  cleanups.push(() => handler.close());
  return handler;
}

/** A receiver that does not know of goodbyes, such as Python's. */
export async function foreign(onSocket: (socket: Socket) => void): Promise<{ server: Server; port: number }> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('end', () => socket.end());
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => new Promise((resolve) => server.close(resolve)));
  return { server, port: (server.address() as { port: number }).port };
}
