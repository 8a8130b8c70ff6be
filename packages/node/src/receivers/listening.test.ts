import { createServer, type Server } from 'node:net';
import { expect, it } from 'vitest';
import { DEFAULT_HOST, Listening } from './listening.js';
import { dial } from './wire.testing.js';

class Echo extends Listening<Server> {
  server!: Server;

  protected override create(): Server {
    this.server = createServer((socket) => socket.pipe(socket));
    return this.server;
  }

  protected override listen(server: Server, done: () => void): void {
    server.listen({ host: DEFAULT_HOST, port: this.port }, done);
  }
}

it('goes on listening when the system complains, as of a connection that could not be accepted', async () => {
  const echo = new Echo(0);
  await echo.start();
  for (let n = 0; n < 3; n++) echo.server.emit('error', new Error('accept EMFILE'));
  const socket = await dial(echo.port);
  const answer = new Promise((resolve) => socket.once('data', (bytes) => resolve(String(bytes))));
  socket.end('still there');
  expect(await answer).toBe('still there');
  await echo.stop();
});
