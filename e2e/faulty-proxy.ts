import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to one delivery: refused for now, stored but never answered, or let through. */
export type Fault = 'unavailable' | 'answer-lost' | 'none';

export interface FaultyProxy extends AsyncDisposable {
  readonly address: string;
  /** The bodies of the deliveries so far, whatever became of them. */
  readonly deliveries: string[];
}

/** Stands before a server and spoils the deliveries to `/logs`, one fault each, in order; the rest gets through. */
export async function faultyProxy(target: string, faults: Fault[]): Promise<FaultyProxy> {
  const deliveries: string[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const body = await readAll(incoming);
    const isDelivery = incoming.url === '/logs' && incoming.method === 'POST';
    if (isDelivery) deliveries.push(body.toString());
    const fault = isDelivery ? (faults.shift() ?? 'none') : 'none';
    if (fault === 'unavailable') outgoing.writeHead(503, { 'retry-after': '1' }).end();
    else forward(target, incoming, body, outgoing, fault);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    deliveries,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function forward(
  target: string,
  incoming: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse,
  fault: Fault,
): void {
  const { method, headers } = incoming;
  const onward = request(new URL(incoming.url ?? '/', target), { method, headers }, (answer) => {
    answer.on('end', () => fault === 'answer-lost' && outgoing.destroy());
    if (fault === 'answer-lost') answer.resume();
    else {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    }
  });
  onward.on('error', () => outgoing.destroy());
  onward.end(body);
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
