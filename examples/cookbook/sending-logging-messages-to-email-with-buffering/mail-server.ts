import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { createInterface } from 'node:readline';

/** As much of a mail server as it takes to see the mails: it prints them. */
export async function startMailServer(): Promise<{ port: number; server: Server }> {
  const server = createServer(async (socket) => {
    socket.write('220 mail.example\r\n');
    let isText = false;
    for await (const line of createInterface(socket)) {
      if (isText) {
        console.log('| %s', line);
        if (line !== '.') continue;
        isText = false;
      } else if (line === 'DATA') isText = true;
      socket.write(isText ? '354 go on\r\n' : line === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { port: (server.address() as AddressInfo).port, server };
}
