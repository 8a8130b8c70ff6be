import type { IncomingMessage, ServerResponse } from 'node:http';
import { getPlatform, reportError } from '@loggia/core';

/** How long a body may take; a slow sender must not hold a connection for ever. */
const BODY_TIMEOUT_MS = 30_000;
/**
 * How long the rest of a body that nobody reads may take. Closing at once would reset the connection, and
 * the client would never see the answer.
 */
const LINGER_MS = 5_000;

/**
 * Makes a listener for `node:http` of an endpoint; Express takes it as a handler of a route. Nothing may have read
 * the body before: put it ahead of `express.json()`.
 *
 * @param options - `peer` says where a request came from. Default: the address at the other end of the connection,
 *   which behind a proxy is the proxy's; in Express, `(request) => request.ip`.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { createIngest, toNodeListener } from '@loggia/ingest';
 * const listener = toNodeListener(createIngest());
 * createServer((request, response) => {
 *   if (request.url === '/logs') listener(request, response);
 *   else response.end('hello');
 * }).listen(0, '127.0.0.1');
 * ```
 */
export function toNodeListener<Incoming extends IncomingMessage = IncomingMessage>(
  ingest: (request: Request, from: { readonly peer: string | undefined }) => Promise<Response>,
  options: { readonly peer?: ((incoming: Incoming) => string | undefined) | undefined } = {},
): (incoming: Incoming, outgoing: ServerResponse) => void {
  const { peer = ({ socket }: Incoming) => socket.remoteAddress } = options;
  return (incoming, outgoing) => {
    serve((request) => ingest(request, { peer: peer(incoming) }), incoming, outgoing).catch(() =>
      outgoing.destroy(),
    );
  };
}

async function serve(
  ingest: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  if (incoming.readableEnded) {
    const cure = 'put the endpoint before express.json() and the like';
    reportError(null, new Error(`something has read the body of ${incoming.url} already: ${cure}`));
    outgoing.writeHead(500).end();
    return;
  }
  const answer = await ingest(toRequest(incoming));
  if (outgoing.destroyed) return;
  outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
  outgoing.end(new Uint8Array(await answer.arrayBuffer()));
  if (incoming.complete) return;
  const cancel = getPlatform().timer(LINGER_MS, () => incoming.destroy());
  incoming.once('close', cancel).removeAllListeners('data').resume();
}

function toRequest(incoming: IncomingMessage): Request {
  const { method = 'GET', url = '/', headers, rawHeaders } = incoming;
  const base = `http://${headers[':authority'] ?? headers.host}`;
  const address = new URL(`http://localhost${url.startsWith('/') ? url : '/'}`);
  if (URL.canParse(base)) address.host = new URL(base).host;
  const copy = new Headers();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    // HTTP/2 has the method and the path among its headers, under names that are none.
    if (!rawHeaders[i]!.startsWith(':')) copy.append(rawHeaders[i]!, rawHeaders[i + 1]!);
  }
  if (method !== 'POST') {
    // Some methods cannot be put into a Request; none but OPTIONS would be answered anyway.
    return new Request(address, { method: method === 'OPTIONS' ? method : 'GET', headers: copy });
  }
  // Node wants `duplex` with a body that streams; browsers' types, which some programs have, do not know it.
  const init = { method, headers: copy, body: toStream(incoming), duplex: 'half' } as RequestInit;
  return new Request(address, init);
}

/** The body, read no faster than it is asked for. An aborted or slow sender makes it fail. */
function toStream(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      let settled = false;
      const settle = (end: () => void): void => {
        if (settled) return;
        settled = true;
        cancel();
        incoming.removeListener('data', take);
        end();
      };
      const take = (chunk: Uint8Array): void => {
        controller.enqueue(chunk);
        if ((controller.desiredSize ?? 0) <= 0) incoming.pause();
      };
      const fail = (name: string): void =>
        settle(() => controller.error(Object.assign(new Error(name), { name })));
      const cancel = getPlatform().timer(BODY_TIMEOUT_MS, () => fail('TimeoutError'));
      incoming.on('data', take).pause();
      incoming.once('end', () => settle(() => controller.close()));
      incoming.once('error', () => fail('AbortError'));
      incoming.once('close', () => fail('AbortError'));
    },
    pull() {
      incoming.resume();
    },
    cancel() {
      incoming.removeAllListeners('data');
      incoming.resume();
    },
  });
}
