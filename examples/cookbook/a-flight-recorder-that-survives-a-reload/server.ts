import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createIngest, toNodeListener } from 'loggia/ingest';
import * as logging from 'loggia/node';

logging.basicConfig({
  format: '%(levelname)-5s %(name)s: %(message)s',
  stream: process.stdout,
});

// What pages ship goes to the loggers of their names, and so to the handlers here.
const ingest = toNodeListener(createIngest());
const FILES: Record<string, [file: string, type: string]> = {
  '/': ['index.html', 'text/html'],
  '/page.js': ['page.js', 'text/javascript'],
};

const server = createServer((request, response) => {
  if (request.url === '/logs') return ingest(request, response);
  const [file, type] = FILES[request.url ?? ''] ?? [];
  if (file === undefined) return response.writeHead(404).end();
  response.setHeader('content-type', type!);
  createReadStream(new URL(file, import.meta.url)).pipe(response);
});
server.listen(0, '127.0.0.1', () => {
  console.log('http://127.0.0.1:%d/', (server.address() as AddressInfo).port);
});
