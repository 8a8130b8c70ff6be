import { afterAll, describe, expect, it } from 'vitest';
import { decode, type Encoded, loadVectors } from '../vectors.testing.js';
import { strftime } from './strftime.js';

interface Case {
  id: string;
  tz: string;
  epoch: Encoded;
  converter: 'localtime' | 'gmtime';
  formats: string[];
  expect: { results: (string | { error: { type: string; message: string } })[] };
}

const before = process.env['TZ'];

describe('strftime gives what CPython gives', () => {
  afterAll(() => {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  });

  it.each(loadVectors<Case>('strftime'))('$id', ({ tz, epoch, converter, formats, expect: { results } }) => {
    process.env['TZ'] = tz;
    const seconds = decode(epoch) as number;
    for (const zone of converter === 'gmtime' ? ['utc'] : ['local', tz]) {
      expect(formats.map((format) => outcome(() => strftime(format, seconds, zone)))).toEqual(results);
    }
  });
});

function outcome(write: () => string): unknown {
  try {
    return write();
  } catch (error) {
    const { name: type, message } = error as Error;
    return { error: { type, message } };
  }
}
