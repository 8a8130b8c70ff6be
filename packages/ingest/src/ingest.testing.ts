import { getPlatform, type LogRecord, replacePlatform } from '@loggia/core';
import type { IngestAnswer } from './accept.js';

export const URL_OF_ENDPOINT = 'http://logs.example/in';

/** A record as a client sends it; `more` overrides or adds keys. */
export function sentRecord(seq: number, more: object = {}): Record<string, unknown> {
  const message = `record ${seq}`;
  return { seq, name: 'shop', levelno: 20, levelname: 'INFO', message, created: 1_700_000_000.25, ...more };
}

/** A batch of records with these numbers; `more` overrides or adds keys. */
export function sentBatch(seqs: readonly number[], more: object = {}): Record<string, unknown> {
  return {
    v: 1,
    session: 's1',
    emitted: Math.max(-1, ...seqs),
    sentAt: 1_700_000_001,
    resource: { service: 'shop' },
    records: seqs.map((seq) => sentRecord(seq)),
    ...more,
  };
}

export function post(body: unknown, headers: Record<string, string> = {}): Request {
  const text = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  return new Request(URL_OF_ENDPOINT, {
    method: 'POST',
    body: text as string,
    headers: { 'content-type': 'text/plain;charset=utf-8', ...headers },
  });
}

/** What a 200 says, and the status in front of anything else. */
export async function answerOf(response: Response): Promise<IngestAnswer | string> {
  const body = (await response.json()) as { error: string };
  return response.status === 200 ? (body as unknown as IngestAnswer) : `${response.status} ${body.error}`;
}

export const taken = (accepted: number, duplicates = 0, rejected: object[] = []): object => ({
  accepted,
  duplicates,
  rejected,
});

/** A sink that keeps what it is given. */
export function arraySink(): {
  records: LogRecord[];
  messages: string[];
  onRecord: (record: LogRecord) => void;
} {
  const records: LogRecord[] = [];
  return {
    records,
    get messages() {
      return records.map((record) => record.getMessage());
    },
    onRecord: (record) => void records.push(record),
  };
}

/** A clock to advance by hand, timers that fire with it, and a place that keeps what is reported. */
export function fakeHost(): { advance(ms: number): void; stderr: string[]; restore(): void } {
  let now = 1_700_000_000_000;
  let timers: { at: number; callback: () => void }[] = [];
  const stderr: string[] = [];
  const restore = replacePlatform({
    ...getPlatform(),
    now: () => now,
    stderr: { write: (text) => stderr.push(text) },
    timer(delayMs, callback) {
      const timer = { at: now + delayMs, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
  });
  return {
    stderr,
    restore,
    advance(ms) {
      now += ms;
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      for (const { callback } of due) callback();
    },
  };
}

export async function gzip(text: string | Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([text as string]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
