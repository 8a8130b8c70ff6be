import { type FakeAnswer, type FakePlatform, type FakeRequest, fakePlatform } from '@loggia/testing';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HTTPHandler } from '../handlers/http.js';
import { LogRecord } from '../record.js';
import { replacePlatform, state } from '../state.js';
import { memoryStore } from './memory-store.js';

/** What the server does with one request. */
type Mood =
  | 'takes'
  | 'takes silently'
  | 'loses the answer'
  | 'hangs after storing'
  | 'is down'
  | 'is slow'
  | 'is busy'
  | 'is gone'
  | 'finds it too large'
  | 'finds it senseless'
  | 'wants a token'
  | 'rejects the first'
  | 'shows a page';

const MOODS: readonly Mood[] = [
  'takes',
  'takes silently',
  'loses the answer',
  'hangs after storing',
  'is down',
  'is slow',
  'is busy',
  'is gone',
  'finds it too large',
  'finds it senseless',
  'wants a token',
  'rejects the first',
  'shows a page',
];

type Step =
  | { readonly log: number; readonly level: number; readonly size: number }
  | { readonly pass: number }
  | { readonly event: 'leaving' | 'exit' | 'resume' | 'offline' | 'online' | 'flush' };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({
      log: fc.integer({ min: 1, max: 40 }),
      level: fc.constantFrom(10, 20, 30, 40),
      size: fc.integer({ min: 1, max: 900 }),
    }),
    fc.record({ pass: fc.integer({ min: 1, max: 20_000 }) }),
    fc.record({ event: fc.constantFrom('leaving', 'exit', 'resume', 'offline', 'online', 'flush') }),
  ) as fc.Arbitrary<Step>,
  { maxLength: 40 },
);

/** A receiver that keeps the books: what it stored, what it refused by name, what it was told is lost. */
class Server {
  readonly stored: number[] = [];
  readonly declared = new Set<number>();
  readonly rejected = new Set<number>();
  emitted = -1;
  readonly disorder: number[][] = [];
  readonly #moods: Mood[];

  constructor(moods: readonly Mood[]) {
    this.#moods = [...moods];
  }

  calmDown(): void {
    this.#moods.length = 0;
  }

  answer(request: FakeRequest): FakeAnswer {
    if (request.method === 'HEAD') {
      return this.#moods[0] === 'is gone' ? { error: new TypeError('gone') } : { status: 405 };
    }
    const batch = JSON.parse(request.body);
    const seqs: number[] = batch.records.map(({ seq }: { seq: number }) => seq);
    if (seqs.some((seq, i) => i > 0 && seq <= seqs[i - 1]!)) this.disorder.push(seqs);
    const isNew = !seqs.some((seq) => this.stored.includes(seq) || this.rejected.has(seq));
    const mood = this.#moods.shift() ?? 'takes';
    // What a server has stored it does not refuse later: then both sides would be right.
    if (isNew && mood === 'finds it too large') return { status: 413 };
    if (isNew && mood === 'finds it senseless') return { status: 400 };
    if (mood === 'wants a token') return { status: 401 };
    if (mood === 'is down') return { status: 500 };
    if (mood === 'is busy') return { status: 503, headers: { 'retry-after': '7' } };
    if (mood === 'is gone') return { error: new TypeError('gone') };
    if (mood === 'shows a page') return { body: '<html>' };
    const answer = this.#take(batch, seqs, mood === 'rejects the first' && isNew);
    if (mood === 'takes silently') return { status: 204 };
    if (mood === 'loses the answer') return { error: new TypeError('reset') };
    if (mood === 'hangs after storing') return { hang: true };
    return mood === 'is slow' ? { ...answer, delayMs: 3000 } : answer;
  }

  #take(
    batch: { emitted: number; dropped: { from: number; to: number }[] },
    seqs: number[],
    rejects: boolean,
  ): FakeAnswer {
    this.emitted = Math.max(this.emitted, batch.emitted);
    for (const { from, to } of batch.dropped) for (let seq = from; seq <= to; seq++) this.declared.add(seq);
    const rejected = rejects ? seqs.slice(0, 1) : [];
    for (const seq of rejected) this.rejected.add(seq);
    const fresh = seqs.filter((seq) => !this.stored.includes(seq) && !this.rejected.has(seq));
    this.stored.push(...fresh);
    const duplicates = seqs.length - fresh.length - rejected.length;
    return {
      body: JSON.stringify({
        accepted: fresh.length,
        duplicates,
        rejected: rejected.map((seq) => ({ seq })),
      }),
    };
  }
}

function log(handler: HTTPHandler, level: number, size: number): void {
  handler.handle(new LogRecord('m', level, '(unknown file)', 0, 'x'.repeat(size), [], null));
}

async function run(step: Step, fake: FakePlatform, handler: HTTPHandler): Promise<void> {
  if ('log' in step) for (let i = 0; i < step.log; i++) log(handler, step.level, step.size);
  else if ('pass' in step) await fake.advanceAsync(step.pass);
  else if (step.event === 'flush') void handler.flush();
  else if (step.event === 'resume') fake.resume();
  else if (step.event === 'offline' || step.event === 'online') fake.setOnline(step.event === 'online');
  else fake.exit(step.event);
}

function expectBalance(handler: HTTPHandler): void {
  const { emitted, delivered, duplicates, rejected, pending, dropped } = handler.stats;
  const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0);
  expect(delivered + duplicates + rejected + pending + lost).toBe(emitted);
}

it('every record is stored once, or declared as dropped once, whatever the server and the page do', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...MOODS), { maxLength: 30 }), steps, async (moods, script) => {
      const fake = fakePlatform();
      const restore = replacePlatform(fake);
      const { raiseExceptions } = state.settings;
      state.settings.raiseExceptions = false;
      try {
        const server = new Server(moods);
        fake.network.otherwise = (request) => server.answer(request);
        const handler = new HTTPHandler('/logs', {
          store: memoryStore({ capacity: 60, maxBytes: 40_000 }),
          batchSize: 10,
          batchBytes: 5000,
          headers: () => ({}),
        });
        for (const step of script) {
          await run(step, fake, handler);
          expectBalance(handler);
          expect(handler.stats.pending).toBeLessThanOrEqual(60);
        }
        // A sane server hears of what is still to be declared with one last record.
        fake.setOnline(true);
        await fake.advanceAsync(100_000);
        server.calmDown();
        log(handler, 20, 1);
        await fake.advanceAsync(4_000_000);
        await handler.close();

        const { emitted, pending, dropped, rejected } = handler.stats;
        expect(pending).toBe(0);
        expectBalance(handler);
        expect(new Set(server.stored).size).toBe(server.stored.length);
        expect(server.disorder).toEqual([]);
        if (!script.some((step) => 'event' in step)) {
          expect(server.stored).toEqual(server.stored.toSorted((a, b) => a - b));
        }
        expect(server.declared.size).toBe(Object.values(dropped).reduce((sum, count) => sum + count, 0));
        expect(server.rejected.size).toBeGreaterThanOrEqual(rejected);
        const all = [...server.stored, ...server.declared, ...server.rejected].sort((a, b) => a - b);
        expect(all).toEqual(Array.from({ length: emitted }, (_, seq) => seq));
        expect(server.emitted).toBe(emitted - 1);
        expect(fake.pendingTimers).toBe(0);
      } finally {
        state.settings.raiseExceptions = raiseExceptions;
        restore();
      }
    }),
    { numRuns: Number(process.env['FC_RUNS'] ?? 150) },
  );
}, 60_000);
