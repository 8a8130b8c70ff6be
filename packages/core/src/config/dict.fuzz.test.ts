import { fakePlatform } from '@loggia/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../config.js';
import { namedHandlers, openHandlers } from '../handler-registry.js';
import { replacePlatform, root } from '../index.js';
import type { Logger } from '../logger.js';
import { checkConfig, dictConfig } from './core-config.js';
import { mutatedConfig } from './mutate.testing.js';

/** A hundred thousand by hand: `FC_RUNS=100000 npm run unit -- dict.fuzz`. */
const CASES = Number(process.env['FC_RUNS'] ?? 3000);

const holder = globalThis as { tripwire?: () => void };
const prototypes = [Object, Function, Array, String, Number, Map].map(({ prototype }) => prototype as object);
let wasTripped = false;
let restore: () => void;

beforeAll(() => {
  restore = replacePlatform(fakePlatform());
  holder.tripwire = () => {
    wasTripped = true;
  };
});
afterAll(() => {
  delete holder.tripwire;
  restore();
});

/** All that a configuration may change, by identity. */
function everything(): unknown[] {
  const loggers = [
    root,
    ...[...root.manager.loggerDict.values()].filter((one): one is Logger => 'handlers' in one),
  ];
  return [
    ...loggers.flatMap(({ level, propagate, disabled, handlers, filters }) => [
      level,
      propagate,
      disabled,
      ...handlers.flatMap((one) => [one, one.level, one.formatter, ...one.filters]),
      ...filters,
    ]),
    ...[...namedHandlers()].flat(),
    ...openHandlers(),
  ];
}

/** So that the tree does not grow with the number of cases. */
function forgetLoggers(): void {
  (root.manager.loggerDict as Map<string, unknown>).clear();
  root.children.clear();
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, i) => Object.is(one, b[i]));
}

describe('dictConfig, whatever it is given,', () => {
  it(`throws nothing but ConfigError, changes all or nothing, and runs no code (${CASES} configurations)`, () => {
    const ownKeys = (): unknown[] => prototypes.flatMap((one) => Reflect.ownKeys(one));
    const keysBefore = ownKeys();
    let cases = 0;
    let failed = 0;
    fc.assert(
      fc.property(mutatedConfig, fc.boolean(), (make, strict) => {
        if (++cases % 100 === 0) forgetLoggers();
        const config = make();
        const problems = checkConfig(config, { strict });
        const before = everything();
        try {
          dictConfig(config as never, { strict });
          expect(problems).toEqual([]);
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
          failed++;
          expect(error.problems.length).toBeGreaterThan(0);
          if (problems.length > 0) expect(error.problems).toEqual(problems);
          expect(isSame(everything(), before)).toBe(true);
        }
        expect(wasTripped).toBe(false);
      }),
      { numRuns: CASES },
    );
    expect(ownKeys()).toEqual(keysBefore);
    expect(failed).toBeGreaterThan(CASES / 10);
    expect(failed).toBeLessThan(CASES);
  }, 1_200_000);
});
