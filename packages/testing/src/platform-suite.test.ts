import { neutralPlatform, type Platform } from '@loggia/core';
import { describe, expect, it } from 'vitest';
import { fakePlatform } from './fake-platform.js';
import { describePlatform, platformCases } from './platform-suite.js';

const fake = fakePlatform();
describePlatform(it, 'fake', fake, { advance: (ms) => fake.advance(ms) });
// What it writes to stderr would only be noise.
const quiet: Platform = { ...neutralPlatform, stderr: { write: () => {} } };
describePlatform(it, 'neutral', quiet);

const context = () => {
  let current: unknown;
  return {
    get: () => current,
    run<T>(value: unknown, body: () => T): T {
      current = value;
      return body();
    },
  };
};

/** Timers that call back several times, and cannot be cancelled. */
const deafTimer =
  (times: number): Platform['timer'] =>
  (delayMs, callback) => {
    for (let i = 0; i < times; i++) setTimeout(callback, delayMs);
    return () => {};
  };
/** As `setTimeout` has it: what does not fit into 31 bits is done at once. */
const hastyTimer: Platform['timer'] = (delayMs, callback) => {
  const timer = setTimeout(callback, delayMs < 2 ** 31 ? delayMs : 1);
  return () => clearTimeout(timer);
};
const hasty: Platform['onExit'] = (callback) => {
  callback('exit');
  return () => {};
};

describe('the platform suite', () => {
  it.each<[string, Partial<Platform>]>([
    ['has a name', { name: '' }],
    ['tells the time in milliseconds', { now: () => Date.now() / 1000 }],
    ['has a console with four methods, or none', { console: {} as Platform['console'] }],
    [
      'says the same about the process each time',
      { processInfo: () => ({ ...fake.processInfo(), thread: Math.random() }) },
    ],
    [
      'finds the caller of a function',
      { caller: () => ({ pathname: '/x', lineno: 0, funcName: 'x', stack: '' }) },
    ],
    ['calls a timer back once', { timer: deafTimer(2) }],
    ['forgets a timer that was cancelled', { timer: deafTimer(1) }],
    ['takes any delay for a timer', { timer: hastyTimer }],
    ['makes ids that differ', { uuid: () => 'a'.repeat(32) }],
    ['makes ids that differ', { uuid: () => crypto.randomUUID() }],
    ['lets exit and resume hooks be cancelled', { onExit: hasty }],
    ['aborts', { abortController: () => ({ signal: {}, abort: () => {} }) }],
    ['carries a context along', { asyncContext: context }],
  ])('finds a platform out that breaks the promise: %s', async (name, change) => {
    const failed: string[] = [];
    const bodies: [string, () => Promise<void>][] = [];
    const platform = { ...quiet, ...change };
    describePlatform((title, body) => bodies.push([title.replace('bad: ', ''), body]), 'bad', platform);
    for (const [title, body] of bodies) await body().catch(() => failed.push(title));
    expect(failed).toContain(name);
  });

  it('has an explanation for each case', () => {
    for (const { name, explanation } of platformCases) expect(explanation.length, name).toBeGreaterThan(20);
  });
});
