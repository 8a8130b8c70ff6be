import { Refusal } from './refusal.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** `text/plain` is what pages send, since it needs no preflight. */
const TYPES: ReadonlySet<string> = /* @__PURE__ */ new Set(['text/plain', 'application/json']);

// What a compressed body may grow to, as multiples of the byte cap and of what came over the wire. Logs
// compress well, so the ratio only counts above the cap.
const MAX_GROWTH = 4;
const MAX_RATIO = 50;

/**
 * Reads a body as text, and no more of it than is allowed.
 *
 * @throws Refusal 413, 415, 408, or 400 for a body that cannot be read.
 */
export async function readBody(request: Request, maxBytes: number): Promise<string> {
  const encoding = checkHeaders(request.headers, maxBytes);
  if (request.body === null) throw new Refusal(400, 'the body is empty');
  let received = 0;
  const raw = request.body as unknown as ReadableStream<Bytes>;
  if (encoding === 'identity') return decode(await collect(raw, (total) => total > maxBytes));
  const counted = raw.pipeThrough(
    new TransformStream<Bytes, Bytes>({
      transform(chunk, controller) {
        received += chunk.byteLength;
        if (received > maxBytes) throw tooLarge();
        controller.enqueue(chunk);
      },
    }),
  );
  const plain = counted.pipeThrough(new DecompressionStream('gzip'));
  return decode(
    await collect(
      plain,
      (total) => total > maxBytes && total > Math.min(MAX_GROWTH * maxBytes, MAX_RATIO * received),
    ),
  );
}

function checkHeaders(headers: Headers, maxBytes: number): 'identity' | 'gzip' {
  const [type = '', ...parameters] = (headers.get('content-type') ?? 'text/plain').toLowerCase().split(';');
  const charset = parameters.map((one) => /^\s*charset="?([^"\s]*)"?\s*$/.exec(one)?.[1]).find((one) => one);
  if (!TYPES.has(type.trim()) || (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')) {
    throw new Refusal(415, 'the body must be JSON in UTF-8, as text/plain or application/json');
  }
  const encoding = (headers.get('content-encoding') ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity' && encoding !== 'gzip') {
    throw new Refusal(415, 'the content encoding must be gzip or none', { 'accept-encoding': 'gzip' });
  }
  if (Number(headers.get('content-length')) > maxBytes) throw tooLarge();
  return encoding;
}

async function collect(stream: ReadableStream<Bytes>, isTooMuch: (total: number) => boolean): Promise<Bytes> {
  const chunks: Bytes[] = [];
  let total = 0;
  try {
    const reader = stream.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      total += next.value.byteLength;
      if (isTooMuch(total)) {
        // Nobody waits for the sender to hear of it.
        reader.cancel().catch(() => {});
        throw tooLarge();
      }
      chunks.push(next.value);
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw (error as Error | undefined)?.name === 'TimeoutError'
      ? new Refusal(408, 'the body did not arrive in time')
      : new Refusal(400, 'the body could not be read to its end');
  }
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

function decode(bytes: Bytes): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal(400, 'the body is not UTF-8');
  }
}

function tooLarge(): Refusal {
  return new Refusal(413, 'the body is too large');
}
