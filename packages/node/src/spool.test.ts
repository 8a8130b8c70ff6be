import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DropReason, type Entry, replacePlatform, type Store, type Taken } from '@loggia/core';
import { describeStore, type FakePlatform, fakePlatform } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileSpoolOptions } from './spool/file-store.js';
import { fileSpool } from './spool.js';

const ALL = { records: 1000, bytes: 1_000_000 };
/** No process has it: the greatest number on Linux is 4,194,304. */
const DEAD_PID = 99_999_999;

let directory: string;
let fake: FakePlatform;
let restore: () => void;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'loggia-spool-'));
  fake = fakePlatform();
  restore = replacePlatform(fake);
});
afterEach(() => {
  restore();
  rmSync(directory, { recursive: true });
});

const open = (options?: FileSpoolOptions): Store => fileSpool(directory, options);
const journals = (): string[] => readdirSync(directory).map((name) => join(directory, name, 'journal'));

/** As if the processes that have files here were killed. */
function crash(): void {
  for (const name of readdirSync(directory)) {
    renameSync(join(directory, name), join(directory, name.replace(/^\d+/, `${DEAD_PID}`)));
  }
}

const entry = (seq: number, levelno = 20, session = 'a'): Entry => ({
  session,
  seq,
  levelno,
  bytes: 100,
  text: JSON.stringify({ seq, session, text: 'größer "x"' }),
  at: fake.now() / 1000,
});

function fill(store: Store, from: number, to: number, session = 'a'): void {
  for (let seq = from; seq <= to; seq++) store.append(entry(seq, 20, session));
}

async function takeAll(store: Store): Promise<Taken[]> {
  const all: Taken[] = [];
  for (let taken = await store.take(ALL); taken !== undefined; taken = await store.take(ALL)) {
    all.push(taken);
    await store.ack(taken);
  }
  return all;
}

const seqsOf = (all: readonly Taken[]): string[] =>
  all.flatMap(({ session, entries }) => entries.map(({ seq }) => `${session}${seq}`));
const dropsOf = (all: readonly Taken[]): string[] =>
  all.flatMap(({ session, dropped }) =>
    dropped.map(({ from, to, reason }) => `${session}${from}-${to} ${reason}`),
  );

describeStore(it, 'fileSpool', (bounds) => open(bounds));

describe('a spool, after a crash,', () => {
  it('gives what was accepted, as it was, and then knows it no more', async () => {
    fill(open(), 0, 2);
    crash();
    const store = open();
    expect(store.size()).toMatchObject({ records: 3, bytes: 300 });
    const [taken] = await takeAll(store);
    expect(taken).toMatchObject({ session: 'a', emitted: 2 });
    expect(taken?.entries.map(({ text }) => text)).toEqual([0, 1, 2].map((seq) => entry(seq).text));
    crash();
    expect(await open().take(ALL)).toBeUndefined();
    expect(readdirSync(directory)).toHaveLength(1);
  });

  it('does not give what was acknowledged, but knows the number of the last', async () => {
    const store = open();
    fill(store, 0, 3);
    const taken = (await store.take({ records: 2, bytes: 1000 }))!;
    await store.ack(taken);
    crash();
    const all = await takeAll(open());
    expect(seqsOf(all)).toEqual(['a2', 'a3']);
    expect(all[0]?.emitted).toBe(3);
  });

  it('gives what was on its way first, in the same batch, and never evicts it', async () => {
    const first = open();
    fill(first, 0, 4);
    await first.take({ records: 2, bytes: 1000 });
    crash();
    const store = open({ capacity: 1 });
    fill(store, 0, 1, 'b');
    const taken = (await store.take(ALL))!;
    expect(seqsOf([taken])).toEqual(['a0', 'a1']);
    await store.ack(taken);
    const rest = await takeAll(store);
    expect(seqsOf(rest)).toEqual(['b1']);
    expect(dropsOf(rest).sort()).toEqual(['a2-4 full', 'b0-0 full']);
  });

  it('declares again the drops that nobody acknowledged, and no record that was declared', async () => {
    const first = open({ capacity: 1 });
    fill(first, 0, 2);
    await first.take(ALL);
    crash();
    const all = await takeAll(open());
    expect(seqsOf(all)).toEqual(['a2']);
    expect(dropsOf(all)).toEqual(['a0-1 full']);
    crash();
    expect(await open().take(ALL)).toBeUndefined();
  });

  it('declares what the receiver had refused', async () => {
    const first = open();
    fill(first, 0, 1);
    await first.giveUp((await first.take(ALL))!, 'refused');
    crash();
    const second = open();
    expect(second.size().records).toBe(0);
    const all = await takeAll(second);
    expect([seqsOf(all), dropsOf(all)]).toEqual([[], ['a0-1 refused']]);
  });

  it('cuts a batch anew that the receiver finds too large', async () => {
    const first = open();
    fill(first, 0, 3);
    await first.take(ALL);
    crash();
    const store = open();
    store.release((await store.take(ALL))!);
    const half = await store.take({ records: 2, bytes: 1000 });
    expect(seqsOf([half!])).toEqual(['a0', 'a1']);
    expect(store.size().records).toBe(4);
  });

  it('gives up a batch of another process as its own', async () => {
    const first = open();
    fill(first, 0, 0);
    await first.take(ALL);
    crash();
    const store = open();
    const told: [DropReason, number][] = [];
    store.onDrop = (reason, records) => told.push([reason, records]);
    await store.giveUp((await store.take(ALL))!, 'refused');
    expect(told).toEqual([['refused', 1]]);
    expect(dropsOf(await takeAll(store))).toEqual(['a0-0 refused']);
  });

  it('leaves out what is spoilt, says so, and declares it', async () => {
    fill(open(), 0, 4);
    crash();
    const [journal] = journals();
    const lines = readFileSync(journal!, 'utf8').split('\n');
    lines[1] = lines[1]!.replace('größer', 'grösser');
    lines[2] = lines[2]!.slice(0, 20);
    writeFileSync(journal!, lines.join('\n'));
    appendFileSync(journal!, '5f3a["+","a",5,20,1');
    const store = open();
    const told: [DropReason, number][] = [];
    store.onDrop = (reason, records) => told.push([reason, records]);
    const all = await takeAll(store);
    expect(seqsOf(all)).toEqual(['a0', 'a3', 'a4']);
    expect(dropsOf(all)).toEqual(['a1-2 corrupt']);
    expect(told).toEqual([['corrupt', 2]]);
    expect(fake.stderrText).toContain('3 lines of the journal in');
  });

  it('does not miss a record that was delivered, though its line is spoilt', async () => {
    const first = open();
    fill(first, 0, 2);
    await first.ack((await first.take({ records: 2, bytes: 1000 }))!);
    crash();
    const [journal] = journals();
    writeFileSync(journal!, readFileSync(journal!, 'utf8').replace(',1,20,', ',1,21,'));
    const all = await takeAll(open());
    expect([seqsOf(all), dropsOf(all)]).toEqual([['a2'], []]);
  });
});

describe('a spool', () => {
  it('leaves the files of living processes alone, and takes all of the dead', async () => {
    fill(open(), 0, 0, 'a');
    fill(open(), 0, 0, 'b');
    expect(open().size().records).toBe(0);
    crash();
    fill(open(), 0, 0, 'c');
    crash();
    const store = open();
    expect(seqsOf(await takeAll(store)).sort()).toEqual(['a0', 'b0', 'c0']);
    expect(readdirSync(directory)).toHaveLength(1);
  });

  it('gives up what is older than its age', async () => {
    const store = open({ maxAge: 60 });
    const told: [DropReason, number][] = [];
    store.onDrop = (reason, records) => told.push([reason, records]);
    fill(store, 0, 1);
    fake.advance(61_000);
    fill(store, 2, 2);
    const all = await takeAll(store);
    expect(seqsOf(all)).toEqual(['a2']);
    expect(dropsOf(all)).toEqual(['a0-1 expired']);
    expect(told).toEqual([
      ['expired', 1],
      ['expired', 1],
    ]);
    expect(store.size()).toEqual({ records: 0, bytes: 0, drops: 0 });
  });

  it('keeps its file in bounds, and loses nothing when it is written anew', async () => {
    const store = open({ capacity: 500 });
    const filler = 'x'.repeat(2000);
    const size = (): number => Math.max(...journals().map((path) => statSync(path).size));
    let largest = 0;
    for (let seq = 0; seq < 5000; seq++) {
      store.append({ session: 'a', seq, levelno: 20, bytes: 2000, text: filler, at: fake.now() / 1000 });
      if (seq === 100) await store.take({ records: 10, bytes: 1_000_000 });
      largest = Math.max(largest, size());
    }
    expect(largest).toBeLessThan(2 * 500 * 2100 + 2 ** 20 + 10_000);
    crash();
    const all = await takeAll(open());
    const seqs = seqsOf(all);
    expect(seqs.slice(0, 10)).toEqual(Array.from({ length: 10 }, (_, i) => `a${i}`));
    expect(seqs.slice(-490)).toEqual(Array.from({ length: 490 }, (_, i) => `a${4510 + i}`));
    // What was dropped since the file was written anew had not been declared: it comes back, or is declared.
    const covered = new Set(seqs.map((seq) => Number(seq.slice(1))));
    for (const { dropped } of all)
      for (const { from, to } of dropped) for (let i = from; i <= to; i++) covered.add(i);
    expect(covered.size).toBe(5000);
  });

  it('is refused where there can be no directory', () => {
    writeFileSync(join(directory, 'file'), '');
    expect(() => fileSpool(join(directory, 'file', 'spool'))).toThrow(
      expect.objectContaining({ name: 'ConfigError', path: 'directory' }),
    );
  });
});
