import { describe, expect, it } from 'vitest';
import { type Encoded, loadVectors } from '../../../core/src/vectors.testing.js';
import { unpickle } from './decode.js';
import { pickle } from './encode.js';
import { decodeValue } from './values.testing.js';

interface PickleCase {
  kind: 'makePickle' | 'pickle' | 'refuse';
  why?: string;
  hex: string;
  expect: { value: Encoded };
}

const cases = loadVectors<PickleCase>('socket');

describe('pickles of CPython', () => {
  for (const { id, hex, expect: expected } of cases.filter(({ kind }) => kind === 'pickle')) {
    it(`${id} is read`, () => {
      expect(unpickle(Buffer.from(hex, 'hex'))).toEqual(decodeValue(expected.value));
    });

    it(`${id} survives being written and read again`, () => {
      const value = unpickle(Buffer.from(hex, 'hex'));
      expect(unpickle(pickle(value))).toEqual(value);
    });
  }
});

describe('bytes that a reader of data refuses', () => {
  for (const { id, hex, why } of cases.filter(({ kind }) => kind === 'refuse')) {
    it(`${id}: ${why}`, () => {
      expect(() => unpickle(Buffer.from(hex, 'hex'))).toThrow(
        expect.objectContaining({ name: 'UnpicklingError' }),
      );
    });
  }
});
