import type { Caller, ConsoleLike, ExitPhase, Platform, ProcessInfo } from '@loggia/core';
import { type FakeNetwork, fakeNetwork } from './fake-fetch.js';

/** What {@link fakePlatform} can be told. */
export interface FakePlatformOptions {
  /** Shown as the platform's name. Default `'fake'`. */
  readonly name?: string;
  /** Where the clock starts, in milliseconds since the epoch. Default 2024-01-01T00:00:00Z. */
  readonly startMs?: number;
  /** What records say about the process. Default: process 1, `MainProcess`, thread 1, `MainThread`. */
  readonly processInfo?: Partial<ProcessInfo>;
  /** What `caller()` answers. Default: line 7 of `/app/fake.ts`; null for a host that cannot tell. */
  readonly caller?: Caller | null;
  /** A host without a console, `fetch`, `AbortController` or gzip, as some have none. Default: it has them; its gzip writes `gzip:` before the text. */
  readonly without?: readonly ('console' | 'fetch' | 'abortController' | 'gzip')[];
}

/** How often something that costs time was asked for, so that tests count instead of timing. */
export interface FakeCalls {
  now: number;
  caller: number;
  processInfo: number;
  timer: number;
}

/** A platform that does only what the test tells it to. */
export interface FakePlatform extends Platform {
  // Always there, unlike a platform's: it counts.
  caller: NonNullable<Platform['caller']>;
  /** All that was written to stderr. */
  readonly stderrText: string;
  /** The values of each console call, with the method's name first. */
  readonly consoleCalls: (readonly [keyof ConsoleLike, ...unknown[]])[];
  readonly calls: FakeCalls;
  readonly network: FakeNetwork;
  /** Timers that have been set and have neither run nor been cancelled. */
  readonly pendingTimers: number;
  /** Moves the clock, and runs the timers that become due on the way, in the order of their times. */
  advance(ms: number): void;
  /** As {@link advance}, but lets promises settle before, between and after the timers. */
  advanceAsync(ms: number): Promise<void>;
  /** Lets the promises settle that need no timer. */
  settle(): Promise<void>;
  /** Tells the listeners that the program may end. */
  exit(phase: ExitPhase): void;
  /** Tells the listeners that delivery may work again. */
  resume(): void;
  /** Forbids requests to the URL, as a content security policy does; an attempt may come before it is known. */
  forbid(url: string): void;
  /** Sets what `online()` says; going online also resumes. */
  setOnline(online: boolean): void;
}

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** Longer than any chain of `await`s between two timers in the code under test. */
const TURNS_TO_SETTLE = 200;

const DEFAULT_CALLER: Caller = {
  pathname: '/app/fake.ts',
  lineno: 7,
  funcName: 'fakeCaller',
  stack: 'at fakeCaller (/app/fake.ts:7:1)',
};

/**
 * A platform for tests: its clock stands still until it is moved, nothing reaches a network or a console,
 * and everything that was asked of it can be read back. Install it with `replacePlatform`.
 *
 * @example
 * ```ts
 * import { getPlatform, replacePlatform } from '@loggia/core';
 * import { fakePlatform } from '@loggia/testing';
 * const fake = fakePlatform();
 * const restore = replacePlatform(fake);
 * getPlatform().timer(1000, () => fake.stderr.write('a second later\n'));
 * fake.advance(1000);
 * console.log(fake.stderrText); // a second later
 * restore();
 * ```
 */
export function fakePlatform(options: FakePlatformOptions = {}): FakePlatform {
  let clock = options.startMs ?? Date.UTC(2024, 0, 1);
  let stderrText = '';
  let online = true;
  let uuids = 0;
  const timers = new Set<Timer>();
  const exits = new Set<(phase: ExitPhase) => void>();
  const forbidden = new Set<string>();
  const resumes = new Set<() => void>();
  const calls: FakeCalls = { now: 0, caller: 0, processInfo: 0, timer: 0 };
  const consoleCalls: [keyof ConsoleLike, ...unknown[]][] = [];
  const info: ProcessInfo = {
    process: 1,
    processName: 'MainProcess',
    thread: 1,
    threadName: 'MainThread',
    ...options.processInfo,
  };
  const timer = (delayMs: number, callback: () => void): (() => void) => {
    calls.timer++;
    const entry = { at: clock + Math.max(0, delayMs), callback };
    timers.add(entry);
    return () => void timers.delete(entry);
  };
  const network = fakeNetwork(() => clock, timer);
  const has = (part: 'console' | 'fetch' | 'abortController' | 'gzip'): boolean =>
    !options.without?.includes(part);

  /** Moves the clock to the next timer that is due by `end`, and takes it out; undefined when none is. */
  const nextTimer = (end: number): Timer | undefined => {
    let next: Timer | undefined;
    for (const entry of timers) if (entry.at <= end && (!next || entry.at < next.at)) next = entry;
    clock = Math.max(clock, next?.at ?? end);
    if (next) timers.delete(next);
    return next;
  };
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < TURNS_TO_SETTLE; turn++) await undefined;
  };

  const fake: FakePlatform = {
    name: options.name ?? 'fake',
    now() {
      calls.now++;
      return clock;
    },
    stderr: {
      write(text) {
        stderrText += text;
      },
    },
    console: has('console') ? recordingConsole(consoleCalls) : undefined,
    processInfo() {
      calls.processInfo++;
      return info;
    },
    caller() {
      calls.caller++;
      return options.caller === null ? undefined : (options.caller ?? DEFAULT_CALLER);
    },
    onExit: (callback) => listen(exits, callback),
    onResume: (callback) => listen(resumes, callback),
    online: () => online,
    timer,
    uuid: () => (++uuids).toString(16).padStart(32, '0'),
    fetch: has('fetch') ? network.fetch : undefined,
    gzip: has('gzip')
      ? async (text) => Uint8Array.from(`gzip:${text}`, (char) => char.charCodeAt(0))
      : undefined,
    isForbidden: (url) => forbidden.has(url),
    abortController: () => (has('abortController') ? network.abortController() : undefined),

    get stderrText() {
      return stderrText;
    },
    consoleCalls,
    calls,
    network,
    get pendingTimers() {
      return timers.size;
    },
    advance(ms) {
      const end = clock + ms;
      for (let due = nextTimer(end); due; due = nextTimer(end)) due.callback();
    },
    async advanceAsync(ms) {
      const end = clock + ms;
      await settle();
      for (let due = nextTimer(end); due; due = nextTimer(end)) {
        due.callback();
        await settle();
      }
    },
    settle,
    exit(phase) {
      for (const callback of [...exits]) callback(phase);
    },
    resume() {
      for (const callback of [...resumes]) callback();
    },
    forbid: (url) => void forbidden.add(url),
    setOnline(value) {
      online = value;
      if (value) fake.resume();
    },
  };
  return fake;
}

function listen<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function recordingConsole(calls: [keyof ConsoleLike, ...unknown[]][]): ConsoleLike {
  const method =
    (name: keyof ConsoleLike) =>
    (...values: unknown[]): void => {
      calls.push([name, ...values]);
    };
  return { debug: method('debug'), info: method('info'), warn: method('warn'), error: method('error') };
}
