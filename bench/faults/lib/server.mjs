// A server of its own for each run: the page, the SDK's script, and what receives its requests and keeps the books.
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';

const HTML = '<!doctype html><title>Shop</title><script type="module" src="/app.js"></script>';
/** Longer than any run, so that no connection is closed in the middle of things. */
const KEEP_ALIVE_MS = 600_000;

/** The number of a record in its text. What others the SDK makes itself have none. */
const numberOf = (text) => Number(/^record (\d+) /.exec(text)?.[1] ?? Number.NaN);

/** @returns The server: `url`, `fault` and `headers` to set, and `books()`. */
export async function openServer(sdk, script) {
  const counts = { sent: new Map(), stored: new Map() };
  let declared = 0;
  const note = (book, text) => {
    const number = numberOf(text);
    if (!Number.isNaN(number)) book.set(number, (book.get(number) ?? 0) + 1);
  };
  const store = (text) => note(counts.stored, text);
  const receiver = await sdk.receiver?.(store);

  async function take(request) {
    declared += sdk.declared?.(request) ?? 0;
    for (const text of request.texts) note(counts.sent, text);
    if (receiver) return receiver.take(request);
    for (const text of request.texts) store(text);
    return { status: 200, body: '{}', ...sdk.answer };
  }

  async function intake(incoming, response) {
    const { fault } = server;
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const packed = Buffer.concat(chunks);
    const isPacked = packed[0] === 0x1f && packed[1] === 0x8b;
    const request = {
      url: `${server.url}${incoming.url.slice(1)}`,
      headers: incoming.headers,
      body: (isPacked ? gunzipSync(packed) : packed).toString(),
    };
    request.texts = request.body === '' ? [] : sdk.texts(request);
    const hasRecords = request.texts.some((text) => !Number.isNaN(numberOf(text)));
    const does = fault?.({ size: packed.length, hasRecords });
    if (does === 'hang') return;
    if (does === 'reset') return incoming.socket.resetAndDestroy();
    const answer = does === undefined || does === 'lose reply' ? await take(request) : does;
    if (does === 'lose reply') return incoming.socket.destroy();
    response.writeHead(answer.status, {
      'content-type': 'application/json',
      ...server.headers,
      ...answer.headers,
    });
    response.end(answer.body);
  }

  const files = {
    '/': ['text/html', HTML],
    '/app.js': ['text/javascript', script],
    ...sdk.files,
  };
  const listener = createServer((request, response) => {
    if (request.method === 'POST') return intake(request, response).catch(() => request.socket.destroy());
    const [kind, text] = files[request.url.split('?')[0]] ?? ['text/javascript', ''];
    response.writeHead(200, { 'content-type': kind }).end(text);
  });
  listener.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const server = {
    url: `http://127.0.0.1:${listener.address().port}/`,
    fault: undefined,
    headers: {},
    /** Of the records numbered below `count`: how many came, how often too often, and what was declared as dropped. */
    books(count) {
      const [sent, stored] = [counts.sent, counts.stored].map((book) =>
        [...book].filter(([number]) => number < count).map(([, times]) => times),
      );
      const extra = (times) => times.reduce((sum, one) => sum + one - 1, 0);
      return {
        arrived: stored.length,
        doubled: extra(stored),
        doubledOnTheWay: extra(sent),
        declared: receiver?.declared() ?? (sdk.declared ? declared : null),
      };
    },
    async close() {
      listener.closeAllConnections();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
  return server;
}
