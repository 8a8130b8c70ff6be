import { Formatter, makeLogRecord } from '@loggia/core';
import { describe, expect, it } from 'vitest';
import { type Encoded, loadVectors } from '../../../core/src/vectors.testing.js';
import { unpickle } from '../pickle/decode.js';
import { decodeValue } from '../pickle/values.testing.js';
import { SocketHandler } from './socket.js';

interface MakePickleCase {
  kind: string;
  record: { dict: [string, Encoded][] };
  fmt?: string;
  excInfo?: boolean;
  expect: { loaded: { dict: [string, Encoded][] } };
}

/** What Python writes in another way. */
const EXCLUDED: Readonly<Record<string, { keys: string[]; reason: string }>> = {
  'socket-0003': { keys: ['msg'], reason: '%r of None in a list is null' },
  'socket-0006': { keys: ['msg'], reason: 'None as a message is null' },
};

const cases = loadVectors<MakePickleCase>('socket').filter(({ kind }) => kind === 'makePickle');

describe('makePickle holds the dict that CPython sends', () => {
  for (const { id, record: dict, fmt, excInfo, expect: expected } of cases) {
    it(id, async () => {
      const handler = new SocketHandler('localhost', 9);
      if (fmt !== undefined) handler.setFormatter(new Formatter(fmt));
      const record = makeLogRecord(decodeValue(dict) as Record<string, unknown>);
      const { type, message } = (excInfo ?? {}) as { type?: string; message?: string };
      if (type !== undefined) {
        record.excInfo = Object.assign(new Error(message), { name: type, stack: `${type}: ${message}` });
      }
      const framed = Buffer.from(handler.makePickle(record));
      await handler.close();
      expect(framed.readUInt32BE()).toBe(framed.length - 4);
      const loaded = unpickle(framed.subarray(4)) as Record<string, unknown>;
      const want = decodeValue(expected.loaded) as Record<string, unknown>;
      for (const key of EXCLUDED[id]?.keys ?? []) want[key] = loaded[key];
      expect(Object.entries(loaded)).toEqual(Object.entries(want));
    });
  }

  it('writes times as floats even if they are whole', async () => {
    const handler = new SocketHandler('localhost', 9);
    const framed = Buffer.from(handler.makePickle(makeLogRecord({ name: 'a', msg: 'm', created: 5 })));
    await handler.close();
    expect(framed.toString('latin1')).toContain('createdG\x40\x14\0\0\0\0\0\0');
  });
});
