import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createIngest, toNodeListener } from 'loggia/ingest';
import * as logging from 'loggia/node';

const handler = new logging.StreamHandler(process.stdout);
handler.setFormatter(new logging.Formatter('%(request_id)s %(trace_id)s %(name)s: %(message)s'));
handler.addFilter(new logging.ContextFilter()); // the fields of the request that goes on
logging.root.addHandler(handler);
logging.root.setLevel('INFO');

const log = logging.getLogger('shop.server');
const ingest = toNodeListener(createIngest());
const script = await readFile(new URL('page.js', import.meta.url));
let requests = 0;

function answer(request: IncomingMessage, response: ServerResponse): void {
  if (request.url === '/page.js') {
    response.setHeader('content-type', 'text/javascript').end(script);
    return;
  }
  log.info('%s %s', request.method, request.url);
  response.setHeader('content-type', 'text/html').end(`<!doctype html>
    <title>Shop</title><link rel="icon" href="data:,">
    ${logging.contextToHTML(['request_id'])}
    <button type="button" id="pay">Pay</button><script type="module" src="/page.js"></script>`);
}

const server = createServer((request, response) => {
  if (request.url === '/logs') return ingest(request, response); // those records have their ids already
  const trace = logging.traceContext(request.headers['traceparent']?.toString());
  // The page's own requests belong to its trace; the id of each request is its own.
  const fields = { ...trace, request_id: request.url === '/page.js' ? '-' : `r-${++requests}` };
  logging.withContext(fields, () => answer(request, response));
});
server.listen(0, '127.0.0.1', () => {
  console.log('http://127.0.0.1:%d/', (server.address() as AddressInfo).port);
});
