import { type Handler, type LogRecord, MemoryHandler, StreamHandler } from '@loggia/core';
import { describe, expect, it } from 'vitest';
import { describeHandler, type HandlerUnderTest, handlerCases } from './handler-suite.js';

/** A stream handler that writes to an array. */
function streamSubject(): HandlerUnderTest {
  const texts: string[] = [];
  let broken = false;
  const write = (text: string): void => {
    if (broken) throw new Error('broken');
    texts.push(text.slice(0, -1));
  };
  return {
    handler: new StreamHandler({ write }),
    received: () => texts,
    breakDestination: () => {
      broken = true;
    },
    repair: () => {
      broken = false;
    },
  };
}

describeHandler(it, 'StreamHandler', streamSubject);

describeHandler(it, 'MemoryHandler', () => {
  const { handler: target, received } = streamSubject();
  target.handleError = () => {};
  return { handler: new MemoryHandler(3, { target }), received, formats: false };
});

/** The names of the cases that a handler fails, with what they complain of. */
async function failures(create: () => HandlerUnderTest): Promise<Map<string, string>> {
  const failed = new Map<string, string>();
  const bodies: [string, () => Promise<void>][] = [];
  describeHandler((name, body) => bodies.push([name.replace('bad: ', ''), body]), 'bad', create);
  for (const [name, body] of bodies) await body().catch((error) => failed.set(name, String(error)));
  return failed;
}

/** The stream subject with members of its handler replaced. */
const bad =
  (change: (handler: Handler, texts: string[]) => unknown): (() => HandlerUnderTest) =>
  () => {
    const subject = streamSubject();
    change(subject.handler, subject.received() as string[]);
    return subject;
  };

describe('the handler suite', () => {
  it('says which promise was broken, and how', async () => {
    const failed = await failures(bad((handler) => Object.assign(handler, { emit: () => {} })));
    expect(failed.get('emits what it handles, once')).toBe(
      'Error: got [], want ["a"] (handle() must deliver each record exactly once)',
    );
  });

  it.each<[string, (handler: Handler, texts: string[]) => unknown]>([
    ['emits what it handles, once', (handler, texts) => emitBy(handler, (text) => texts.push(text, text))],
    ['keeps the order', (handler, texts) => emitBy(handler, (text) => texts.unshift(text))],
    [
      'leaves the level to its callers',
      (handler) => handler.addFilter((record) => record.levelno >= handler.level),
    ],
    ['asks its filters', (handler) => Object.assign(handler, { filter: (record: LogRecord) => record })],
    [
      'lets a filter replace the record',
      (handler) => Object.assign(handler, { filter: (record: LogRecord) => record }),
    ],
    ['survives a filter that throws', (handler) => Object.assign(handler, { handle: throwing(handler) })],
    [
      'uses its formatter',
      (handler, texts) => emitBy(handler, (_text, record) => texts.push(record.getMessage())),
    ],
    ['survives a broken destination', (handler) => Object.assign(handler, { handle: throwing(handler) })],
    ['survives hostile messages', (handler) => Object.assign(handler, { handle: throwing(handler) })],
    [
      'emits after the record what its formatter logs',
      (handler) => Object.assign(handler, { handle: throwing(handler) }),
    ],
    [
      'comes to an end when its formatter always logs',
      (handler) => Object.assign(handler, { handle: throwing(handler) }),
    ],
    ['is found by its name until it is closed', (handler) => Object.assign(handler, { close: () => {} })],
    [
      'can be closed twice',
      (handler) => Object.assign(handler, { close: once(handler.close.bind(handler)) }),
    ],
    [
      'flushes when it is closed',
      (handler, texts) => emitBy(handler, (text) => setImmediate(() => texts.push(text))),
    ],
  ])('finds a handler out that breaks the promise: %s', async (name, change) => {
    expect([...(await failures(bad(change))).keys()]).toContain(name);
  });

  it('has an explanation for each case', () => {
    for (const { name, explanation } of handlerCases) expect(explanation.length, name).toBeGreaterThan(20);
  });
});

function emitBy(handler: Handler, write: (text: string, record: LogRecord) => unknown): void {
  handler.emit = (record) => void write(handler.format(record), record);
}

/** A `handle` that catches nothing and guards against nothing. */
function throwing(handler: Handler): Handler['handle'] {
  return (record) => {
    const passed = handler.filter(record);
    if (passed !== false) handler.emit(passed);
    return passed;
  };
}

function once(close: () => unknown): () => void {
  let closed = false;
  return () => {
    if (closed) throw new Error('closed');
    closed = true;
    close();
  };
}
