import { describe, expect, it } from 'vitest';
import { Filter, Filterer, type FilterLike } from './filter.js';
import type { LogRecord } from './record.js';
import { makeLogRecord } from './record-factory.js';
import { loadVectors } from './vectors.testing.js';

interface FilterCase {
  id: string;
  filterName: string;
  recordName: string;
  expect: { result: boolean };
}

describe('Filter, as CPython', () => {
  it.each(loadVectors<FilterCase>('filter'))(
    '$id: $filterName lets $recordName through: $expect.result',
    (vector) => {
      const record = makeLogRecord({ name: vector.recordName });
      expect(new Filter(vector.filterName).filter(record)).toBe(vector.expect.result);
    },
  );
});

describe('Filterer', () => {
  const filterer = (...filters: FilterLike[]): Filterer => {
    const made = new Filterer();
    for (const filter of filters) made.addFilter(filter);
    return made;
  };

  it('gives later filters, and the caller, the record that a filter put in place', () => {
    const other = makeLogRecord({ msg: 'other' });
    const seen: LogRecord[] = [];
    const passed = filterer(
      () => other,
      (record) => seen.push(record) > 0,
    ).filter(makeLogRecord({ msg: 'first' }));
    expect(passed).toBe(other);
    expect(seen).toEqual([other]);
  });

  it('asks no filter after one that dropped the record', () => {
    let asked = 0;
    const dropped = filterer(
      () => false,
      () => ++asked > 0,
    ).filter(makeLogRecord({}));
    expect([dropped, asked]).toEqual([false, 0]);
  });

  it('adds a filter once, and takes away only what is there', () => {
    const filter = new Filter('a');
    const made = filterer(filter, filter);
    made.removeFilter(new Filter('a'));
    expect(made.filters).toEqual([filter]);
    made.removeFilter(filter);
    expect(made.filters).toEqual([]);
  });

  it('lets later handlers see arguments that a filter changed in place', () => {
    const record = makeLogRecord({ msg: 'card %s', args: ['4111'] });
    expect(record.getMessage()).toBe('card 4111');
    filterer((filtered) => {
      (filtered.args as unknown[])[0] = '****';
      return true;
    }).filter(record);
    expect(record.getMessage()).toBe('card ****');
  });

  it('lets later handlers see a message that a filter changed', () => {
    const record = makeLogRecord({ msg: 'first' });
    expect(record.getMessage()).toBe('first');
    record.msg = 'second';
    expect(record.getMessage()).toBe('second');
  });
});

describe('arguments that cannot be read', () => {
  it('do not cost the record', () => {
    const filterer = new Filterer();
    filterer.addFilter(() => true);
    const args = {
      get a() {
        throw new Error('no');
      },
    };
    const record = makeLogRecord({ msg: '%s', args });
    expect(filterer.filter(record)).toBe(record);
  });
});
