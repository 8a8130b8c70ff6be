// A server that serves a page and takes its records, and misbehaves when told to; it keeps the books.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createIngest, toNodeListener } from 'loggia/ingest';
import { expect } from 'vitest';
import type { Tab } from '../browsers.js';
import { BUNDLERS, withEntry } from '../bundle-for-browser.js';

/** What a page has for its tests: Loggia as `L`, and what went wrong in it. */
const APP = `import * as L from 'loggia/browser';
import { describeStore, describeHandler } from '@loggia/testing';
Object.assign(globalThis, { L, describeStore, describeHandler, errors: [] });
addEventListener('error', (event) => errors.push(String(event.message)));
addEventListener('unhandledrejection', (event) => errors.push(String(event.reason)));
L.settings.raiseExceptions = true;
globalThis.start = (options = {}, storeOptions = {}) => {
  const store = L.indexedDBStore(storeOptions);
  const handler = new L.HTTPHandler('/logs', { store, ...options });
  const log = L.getLogger('app');
  log.setLevel('DEBUG');
  log.propagate = false;
  log.addHandler(handler);
  return (globalThis.log = log, globalThis.store = store, globalThis.handler = handler);
};
globalThis.isReady = true;`;

let bundled: Promise<string> | undefined;

/** One delivery of one record. */
export interface Delivery {
  readonly session: string;
  readonly seq: number;
  readonly message: string;
  readonly levelno: number;
  readonly extra: Readonly<Record<string, unknown>>;
}

/** Deals with a request for records in place of the endpoint; returns false to leave it to that. */
export type Mood = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface Lab extends AsyncDisposable {
  readonly url: string;
  /** The same server as another origin. */
  readonly otherUrl: string;
  mood: Mood | undefined;
  /** Before a request for records is dealt with. */
  delayMs: number;
  /** Called before a record is stored; may throw, as a sink that fails. */
  sink: (() => void) | undefined;
  /** Every record of every request that was let through, duplicates too. */
  readonly deliveries: Delivery[];
  /** What the endpoint gave to its sink. */
  readonly stored: Delivery[];
  /** Requests for records, let through or not. */
  requests: number;
  /** The most that were open at a time. */
  mostAtOnce: number;
  /** The numbers that were declared as dropped and not stored, by session. */
  declared(): Map<string, Set<number>>;
  /** How many these are. */
  declaredCount(): number;
  /** Of all sessions: numbers up to the last that was emitted of which nothing is known. */
  gaps(): number;
}

export const down: Mood = (_, response) => {
  response.statusCode = 500;
  response.end();
  return true;
};

/** A page of the lab in which Loggia is loaded. */
export async function openPage<P extends Tab>(browser: Opener<P>, url: string, before = ''): Promise<P> {
  const page = await browser.newPage();
  if (before) await page.evaluateOnNewDocument!(before);
  return load(page, url);
}

interface Opener<P> {
  newPage(): Promise<P>;
}

/** Goes there, and waits until Loggia is loaded. */
export async function load<P extends Tab>(page: P, url: string): Promise<P> {
  await page.goto(url);
  await page.waitForFunction('globalThis.isReady');
  return page;
}

export async function openLab(): Promise<Lab> {
  bundled ??= withEntry(APP, BUNDLERS['esbuild']!);
  const code = await bundled;
  const emitted = new Map<string, number>();
  const dropped = new Map<string, Set<number>>();
  let open = 0;
  const listener = toNodeListener(
    createIngest({
      onRecord(record, { session, seq }) {
        lab.sink?.();
        const { levelno, extra } = record;
        lab.stored.push({ session, seq, message: record.getMessage(), levelno, extra });
      },
    }),
  );
  const takeRecords = (request: IncomingMessage, response: ServerResponse): void => {
    lab.requests++;
    lab.mostAtOnce = Math.max(lab.mostAtOnce, ++open);
    response.once('close', () => open--);
    if (lab.mood?.(request, response)) return;
    setTimeout(() => letThrough(request, response), lab.delayMs);
  };
  const letThrough = (request: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      // A page that goes may cut its request short.
      const body = Buffer.concat(chunks).toString();
      if (body.endsWith('}')) note(body);
    });
    listener(request, response);
  };
  const note = (body: string): void => {
    const batch = JSON.parse(body);
    const { session } = batch;
    emitted.set(session, Math.max(batch.emitted, emitted.get(session) ?? -1));
    for (const { seq, message, levelno, extra } of batch.records) {
      lab.deliveries.push({ session, seq, message, levelno, extra });
    }
    const known = dropped.get(session) ?? new Set();
    for (const { from, to } of batch.dropped) for (let seq = from; seq <= to; seq++) known.add(seq);
    dropped.set(session, known);
  };
  const server = createServer((request, response) => {
    if (request.url === '/logs') return takeRecords(request, response);
    const isScript = request.url === '/app.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(
      isScript ? code : '<!doctype html><title>Lab</title><script type="module" src="/app.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const lab: Lab = {
    url: `http://127.0.0.1:${port}/`,
    otherUrl: `http://localhost:${port}/`,
    mood: undefined,
    delayMs: 0,
    sink: undefined,
    deliveries: [],
    stored: [],
    requests: 0,
    mostAtOnce: 0,
    declared() {
      const stored = new Set(lab.stored.map(({ session, seq }) => `${session}${seq}`));
      return new Map(
        [...dropped].map(([session, seqs]) => [
          session,
          new Set([...seqs].filter((seq) => !stored.has(`${session}${seq}`))),
        ]),
      );
    },
    declaredCount() {
      let count = 0;
      for (const seqs of lab.declared().values()) count += seqs.size;
      return count;
    },
    gaps() {
      let all = 0;
      for (const last of emitted.values()) all += last + 1;
      return all - lab.declaredCount() - lab.stored.length;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return lab;
}

/** All that was logged, in however many sessions, is stored once or declared. */
export async function expectAll(lab: Lab, stored: number, declared = 0): Promise<void> {
  // After five connections in a row that nobody answered, a handler tries once a minute: chance decides how many there are.
  await expect.poll(() => lab.stored.length, { timeout: 90_000 }).toBe(stored);
  expect(new Set(lab.stored.map(({ session, seq }) => `${session} ${seq}`)).size).toBe(stored);
  expect(lab.declaredCount()).toBe(declared);
  expect(lab.gaps()).toBe(0);
}

interface OnDisk {
  readonly chunks: number;
  readonly bytes: number;
  readonly records: number;
}

/** What a database of the page's origin has of records, by its keys. It must not make the database, if the store has not. */
export async function onDisk(page: Tab, name = 'loggia'): Promise<OnDisk> {
  return (await page.evaluate(`new Promise((resolve) => {
    const request = indexedDB.open('${name}');
    request.onupgradeneeded = () => request.transaction.abort();
    request.onerror = () => resolve({ chunks: 0, bytes: 0, records: 0 });
    request.onsuccess = ({ target: { result: db } }) => {
      db.transaction('rows').objectStore('rows').getAllKeys().onsuccess = ({ target }) => {
        const chunks = target.result.filter((key) => key[2] >= 0);
        const sum = (at) => chunks.reduce((total, key) => total + key[at], 0);
        db.close();
        resolve({ chunks: chunks.length, bytes: sum(4), records: sum(5) });
      };
    };
  })`)) as OnDisk;
}

/** Waits until so many records have a copy in the database. */
export async function untilOnDisk(page: Tab, records: number, name?: string): Promise<void> {
  await expect.poll(async () => (await onDisk(page, name)).records).toBe(records);
}

/** For timers in the page of which nothing tells when they are due. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Logs steadily; where timers are late, it catches up. */
export const steady = (count: number, everyMs: number): string => `{
  const begun = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    while (sent < ${count} && sent <= (performance.now() - begun) / ${everyMs}) log.info('record %d', sent++);
    if (sent === ${count}) clearInterval(timer);
  }, ${everyMs});
}`;
/** @param size - Of padding, in characters. */
export const log = (count: number, size = 0): string =>
  `for (let i = 0; i < ${count}; i++) log.info('record %d${'.'.repeat(size)}', i);`;
