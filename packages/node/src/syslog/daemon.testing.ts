import { createSocket } from 'node:dgram';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTLSServer } from 'node:tls';
import { testCertificate, testKey } from '../tls.testing.js';

/** Something that listens as a syslog daemon does, and keeps what it hears. */
export interface Daemon {
  readonly port: number;
  /** Datagrams, or for streams all that came so far, each connection by itself. */
  readonly received: readonly Buffer[];
  stop(): Promise<void>;
}

export async function udpDaemon(): Promise<Daemon> {
  const socket = createSocket('udp4');
  const received: Buffer[] = [];
  socket.on('message', (message) => received.push(message));
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    port: socket.address().port,
    received,
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

/** @param where - A port, 0 for any, or the path of a Unix socket. */
export async function streamDaemon(where: number | string = 0, secure = false): Promise<Daemon> {
  const connections: Buffer[][] = [];
  const sockets = new Set<Socket>();
  const listen = (socket: Socket): void => {
    sockets.add(socket);
    const chunks: Buffer[] = [];
    connections.push(chunks);
    socket.on('data', (data) => chunks.push(data));
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  };
  const server: Server = secure
    ? createTLSServer({ key: testKey, cert: testCertificate }, listen)
    : createServer(listen);
  await new Promise<void>((resolve) =>
    typeof where === 'string' ? server.listen(where, resolve) : server.listen(where, '127.0.0.1', resolve),
  );
  return {
    port: (server.address() as AddressInfo).port,
    get received() {
      return connections.map((chunks) => Buffer.concat(chunks));
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
