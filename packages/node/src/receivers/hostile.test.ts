import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type IpcNetConnectOpts, type Socket, type TcpNetConnectOpts } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomFrom } from '../../../core/src/random.testing.js';
import { bundleProgram, type Program } from '../spawn.testing.js';
import { until } from '../until.testing.js';
import { fuzzFrame, HOSTILE, TRUNCATED } from './hostile.testing.js';
import { header, jsonFrame } from './wire.testing.js';

/** For each road; `LOGGIA_FUZZ_FRAMES=100000` for a long run. */
const FRAMES = Number(process.env['LOGGIA_FUZZ_FRAMES'] ?? 5000);
const SEED = Number(process.env['LOGGIA_FUZZ_SEED'] ?? 20_240_607);
/** Between which the good sender says something, too. */
const CHUNK = 500;
const TIMEOUT_MS = 60_000 + FRAMES * 10;
/** More than a garbage collector leaves lying about; a leak of one frame each would be more by far. */
const MAX_GROWTH_MIB = 64;
const MAX_DATAGRAM_BYTES = 65_507;

// A process with the three receivers, that answers each line of its input with what it has seen so far.
const SOURCE = `
import { installPlatform, settings } from '@loggia/core';
import { LogRecordDatagramReceiver, LogRecordSocketReceiver, nodePlatform } from '@loggia/node';

installPlatform(nodePlatform);
settings.raiseExceptions = false;
const [path] = process.argv.slice(2);
let good: string[] = [];
let refusals: string[] = [];
const options = {
  port: 0,
  frameTimeout: 500,
  onRecord: (record: { name: string; getMessage(): string }) => {
    // What is mutated may be a record still.
    if (record.name === 'good') good.push(record.getMessage());
  },
  onRefused: ({ reason, message }: { reason: string; message: string }) => {
    if (refusals.length < 10) refusals.push(reason + ': ' + message);
  },
};
const receivers = [
  new LogRecordSocketReceiver(options),
  new LogRecordSocketReceiver({ ...options, path: path! }),
  new LogRecordDatagramReceiver(options),
];
for (const receiver of receivers) await receiver.start();
process.stdin.on('data', () => {
  gc!();
  const polluted = Object.keys(Object.prototype).concat('polluted' in {} ? ['polluted'] : []);
  const { rss } = process.memoryUsage();
  const ports = receivers.map(({ port }) => port);
  console.log(JSON.stringify({ good, refusals, rss, ports, polluted, stats: receivers.map(({ stats }) => stats) }));
  refusals = [];
});
`;

interface Seen {
  readonly good: string[];
  /** Since it was asked last, ten at most. */
  readonly refusals: string[];
  readonly rss: number;
  readonly ports: number[];
  readonly polluted: string[];
  readonly stats: { received: number; refused: Record<string, number> }[];
}

let program: Program;
let child: ChildProcess;
let path: string;
let ports: number[];

async function look(): Promise<Seen> {
  child.stdin?.write('\n');
  let said = '';
  while (!said.endsWith('\n')) said += (await once(child.stdout!, 'data'))[0];
  return JSON.parse(said);
}

/** Looks until something is so. */
async function lookUntil(isEnough: (seen: Seen) => boolean): Promise<Seen> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const seen = await look();
    if (isEnough(seen)) return seen;
    if (Date.now() > deadline)
      throw new Error(`not in 20 s: ${JSON.stringify({ ...seen, good: seen.good.length })}`);
  }
}

/** How many frames a receiver has judged. */
const framesAt = (seen: Seen, place: number): number => seen.stats[place]!.received + refusalsOf(seen, place);
const refusalsOf = ({ stats }: Seen, place: number): number =>
  Object.values(stats[place]!.refused).reduce((sum, count) => sum + count, 0);

beforeAll(async () => {
  program = await bundleProgram(SOURCE);
  path = join(program.directory, 'socket');
  child = spawn(process.execPath, ['--expose-gc', join(program.directory, 'program.mjs'), path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdout?.setEncoding('utf8');
  ({ ports } = await look());
}, 60_000);
afterAll(() => {
  child?.kill('SIGKILL');
  program?.dispose();
});

/** A way to a receiver. */
interface Road {
  send(bytes: Uint8Array): Promise<void>;
  /** Says nothing more. */
  end(): void;
  close(): void;
}

async function stream(target: TcpNetConnectOpts | IpcNetConnectOpts): Promise<Road & { socket: Socket }> {
  const socket = connect(target).resume();
  socket.on('error', () => {});
  await once(socket, 'connect');
  return {
    socket,
    send: (bytes) => new Promise((resolve) => void socket.write(bytes, () => resolve())),
    end: () => socket.end(),
    close: () => socket.destroy(),
  };
}

const overTCP = () => stream({ port: ports[0]!, host: '127.0.0.1' });
const overPath = () => stream({ path });
async function overUDP(): Promise<Road> {
  const socket = createSocket('udp4');
  return {
    send: (bytes) => new Promise((resolve) => socket.send(bytes, ports[2]!, '127.0.0.1', () => resolve())),
    end() {},
    close: () => socket.close(),
  };
}

describe.each([
  ['TCP', 0, overTCP],
  ['a unix socket', 1, overPath],
  ['UDP', 2, overUDP],
] as const)(
  'hostile senders over %s',
  (name, place, open) => {
    it('are refused by name, whatever they try', async () => {
      const road = await open();
      for (const { name: what, bytes, reason, says } of HOSTILE) {
        if (name === 'UDP' && bytes.length > MAX_DATAGRAM_BYTES) continue;
        await road.send(bytes);
        const { refusals, polluted } = await lookUntil((seen) => seen.refusals.length > 0);
        expect(refusals, what).toEqual([expect.stringMatching(says)]);
        expect(refusals[0], what).toMatch(new RegExp(`^${reason}: `));
        expect(polluted).toEqual([]);
      }
      road.close();
    });

    it(`do not fill the memory, nor disturb others, with ${FRAMES} frames that are nearly right`, async () => {
      const random = randomFrom(SEED);
      const [bad, good] = [await open(), await open()];
      const before = await look();
      let seen = before;
      for (let sent = 0; sent < FRAMES; sent += CHUNK) {
        for (let i = 0; i < CHUNK; i++) {
          await bad.send(fuzzFrame(random));
          // What the system's buffer cannot hold, it drops.
          if (name === 'UDP' && i % 50 === 0) await look();
        }
        await good.send(jsonFrame({ name: 'good', msg: `${sent}` }));
        seen = await lookUntil(({ good: texts }) => texts.at(-1) === `${sent}`);
      }
      // Over a stream, the good sender overtakes the bad one.
      const count = framesAt(before, place) + FRAMES;
      if (name !== 'UDP') seen = await lookUntil((later) => framesAt(later, place) > count);
      const texts = Array.from({ length: Math.ceil(FRAMES / CHUNK) }, (_, i) => `${i * CHUNK}`);
      expect(seen.good.slice(before.good.length)).toEqual(texts);
      expect(refusalsOf(seen, place) - refusalsOf(before, place)).toBeGreaterThan(FRAMES / 2);
      expect(seen.polluted).toEqual([]);
      const grownMiB = (seen.rss - before.rss) / 2 ** 20;
      if (FRAMES > 5000) {
        const { received, refused } = seen.stats[place]!;
        console.log(
          `${name}: ${Math.round(grownMiB)} MiB more of ${Math.round(before.rss / 2 ** 20)};`,
          received,
          refused,
        );
      }
      expect(grownMiB).toBeLessThan(MAX_GROWTH_MIB);
      for (const road of [bad, good]) road.close();
    });

    it('are refused if they send less than they claim, or claim 4 GiB', async () => {
      for (const bytes of [...TRUNCATED, header(0xffff_ffff)]) {
        const road = await open();
        await road.send(bytes);
        road.end();
        const { refusals } = await lookUntil((seen) => seen.refusals.length > 0);
        expect(refusals).toEqual([expect.stringMatching(bytes[0] === 0xff ? /^tooLong: / : /^cutShort: /)]);
        road.close();
      }
    });
  },
  TIMEOUT_MS,
);

describe.each([
  ['TCP', overTCP],
  ['a unix socket', overPath],
] as const)('slow senders over %s', (_, open) => {
  it(
    'are cut off, and hold up nobody',
    async () => {
      const good = await open();
      const before = await look();
      const slow = await Promise.all(Array.from({ length: 50 }, open));
      const trickle = setInterval(() => {
        for (const { socket } of slow) socket.write(Uint8Array.of(0));
      }, 20);
      for (const road of slow) await road.send(header(10_000));
      await good.send(jsonFrame({ name: 'good', msg: 'in between' }));
      await lookUntil(({ good: texts }) => texts.length > before.good.length);
      await Promise.all(slow.map(({ socket }) => until(() => socket.closed)));
      clearInterval(trickle);
      const { stats, rss } = await look();
      const refused = stats.reduce((sum, { refused: { cutShort = 0 } }) => sum + cutShort, 0);
      const refusedBefore = before.stats.reduce((sum, { refused: { cutShort = 0 } }) => sum + cutShort, 0);
      expect(refused - refusedBefore).toBe(50);
      expect((rss - before.rss) / 2 ** 20).toBeLessThan(MAX_GROWTH_MIB);
      good.close();
    },
    TIMEOUT_MS,
  );
});
