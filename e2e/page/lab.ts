// A page with all of Loggia on `globalThis.loggia`, and a receiver that misbehaves as it is told and keeps the books.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { WireRecord } from 'loggia';
import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import type { TestBrowser } from '../browsers.js';
import { BUNDLERS, withEntry } from '../bundle-for-browser.js';

/** A batch as it came. */
export interface Delivery {
  readonly at: number;
  readonly method: string;
  readonly headers: IncomingMessage['headers'];
  /** Of the body as it came over the wire. */
  readonly bytes: number;
  readonly session: string;
  readonly emitted: number;
  readonly resource?: Record<string, unknown>;
  readonly dropped: readonly { from: number; to: number; reason: string }[];
  readonly records: readonly (WireRecord & { readonly seq: number })[];
}

/** What becomes of one delivery. Default: stored, and answered with 204. */
export interface Misdeed {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Stored whatever the answer is. */
  readonly store?: boolean;
  /** No answer comes: never, or the connection is reset. */
  readonly instead?: 'hang' | 'reset';
  readonly delayMs?: number;
}

export interface Lab extends AsyncDisposable {
  readonly origin: string;
  /** Another origin, which allows this one's pages to send there. */
  readonly foreign: string;
  readonly deliveries: Delivery[];
  /** How many deliveries were on their way at once, at most. */
  mostAtOnce: number;
  /** Requests that were none, such as a preflight. */
  readonly others: string[];
  /** What becomes of the next deliveries. */
  readonly misdeeds: Misdeed[];
  /** What becomes of all further ones. */
  otherwise: (delivery: Delivery) => Misdeed;
  /** Headers of the page itself, and what stands in its head. */
  pageHeaders: Record<string, string>;
  head: string;
  open(path?: string): Promise<Page>;
  /** What the receiver has stored of all sessions: the messages, in the order in which they came. */
  messages(): string[];
  /** Waits until every record of every session is stored or declared as dropped; nothing may be doubled. */
  expectAccountCloses(emitted: number, dropped?: number): Promise<void>;
  /** Further scripts of the page, by their paths. */
  readonly scripts: Map<string, string>;
}

let bundled: Promise<string> | undefined;

export function bundleLoggia(): Promise<string> {
  const entry = `export * from 'loggia/browser'; import * as loggia from 'loggia/browser'; globalThis.loggia = loggia;`;
  bundled ??= withEntry(entry, BUNDLERS['esbuild']!);
  return bundled;
}

export async function startLab(browser: TestBrowser): Promise<Lab> {
  const script = await bundleLoggia();
  const pages: Page[] = [];
  const stored = new Map<string, string>();
  const declared = new Set<string>();
  const complaints: string[] = [];
  let atOnce = 0;

  const server = createServer(async (incoming, outgoing) => {
    const { pathname } = new URL(incoming.url ?? '/', 'http://lab');
    outgoing.setHeader('access-control-allow-origin', incoming.headers.origin ?? '*');
    if (pathname === '/hold') return;
    if (pathname === '/loggia.js') return send(outgoing, 'text/javascript', script);
    if (pathname !== '/logs') {
      lab.others.push(`${incoming.method} ${pathname}`);
      if (pathname.endsWith('.js')) return send(outgoing, 'text/javascript', lab.scripts.get(pathname) ?? '');
      if (pathname !== '/' && !pathname.startsWith('/page')) return void outgoing.writeHead(404).end();
      for (const [name, value] of Object.entries(lab.pageHeaders)) outgoing.setHeader(name, value);
      return send(outgoing, 'text/html', page(lab.head));
    }
    if (incoming.method !== 'POST') {
      lab.others.push(`${incoming.method} ${pathname}`);
      return void outgoing.writeHead(204, { 'access-control-allow-headers': '*' }).end();
    }
    await receive(incoming, outgoing);
  });

  async function receive(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
    } catch {
      return; // the page went before it had sent all
    }
    const raw = Buffer.concat(chunks);
    const body = incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
    const delivery: Delivery = {
      ...JSON.parse(body.toString()),
      at: Date.now(),
      method: incoming.method ?? '',
      headers: incoming.headers,
      bytes: raw.length,
    };
    lab.deliveries.push(delivery);
    lab.mostAtOnce = Math.max(lab.mostAtOnce, ++atOnce);
    outgoing.once('close', () => atOnce--);
    const misdeed = lab.misdeeds.shift() ?? lab.otherwise(delivery);
    const { status = 204, store = misdeed.instead === undefined && status < 300 } = misdeed;
    if (store) keep(delivery);
    if (misdeed.delayMs) await new Promise((resolve) => setTimeout(resolve, misdeed.delayMs));
    if (misdeed.instead === 'reset') outgoing.destroy();
    else if (misdeed.instead === undefined)
      outgoing.writeHead(status, { ...misdeed.headers }).end(misdeed.body);
  }

  function keep({ session, records, dropped }: Delivery): void {
    for (const { from, to } of dropped) {
      for (let seq = from; seq <= to; seq++) declared.add(`${session} ${seq}`);
    }
    for (const { seq, message } of records) {
      const id = `${session} ${seq}`;
      const before = stored.get(id);
      if (before !== undefined && before !== message)
        complaints.push(`${id} was "${before}", is "${message}"`);
      stored.set(id, message);
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const lab: Lab = {
    origin: `http://127.0.0.1:${port}`,
    foreign: `http://localhost:${port}`,
    deliveries: [],
    mostAtOnce: 0,
    others: [],
    misdeeds: [],
    otherwise: () => ({}),
    pageHeaders: {},
    head: '',
    scripts: new Map(),
    async open(path = '/') {
      const opened = await browser.newPage();
      pages.push(opened);
      opened.on('pageerror', (error) => complaints.push(`the page complains: ${String(error)}`));
      await opened.goto(lab.origin + path);
      await opened.waitForFunction('globalThis.loggia');
      return opened;
    },
    messages: () => [...stored.values()],
    async expectAccountCloses(emitted, dropped = 0) {
      await expect
        .poll(() => `${stored.size} stored, ${declared.size} dropped`, { timeout: 45_000, interval: 50 })
        .toBe(`${emitted - dropped} stored, ${dropped} dropped`);
      expect([...declared].filter((id) => stored.has(id))).toEqual([]);
      expect(complaints).toEqual([]);
    },
    async [Symbol.asyncDispose]() {
      for (const opened of pages) if (!opened.isClosed()) await opened.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return lab;
}

function send(outgoing: ServerResponse, type: string, body: string): void {
  outgoing.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
}

function page(head: string): string {
  return `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>Lab</title>${head}
<script type="module" src="/loggia.js"></script><body><button id="pay" class="wide red" name="pay">Pay 12 €</button><input id="card"></body>`;
}
