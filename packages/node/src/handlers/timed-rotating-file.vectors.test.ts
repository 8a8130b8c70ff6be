import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { INFO, LogRecord, replacePlatform } from '@loggia/core';
import { fakePlatform } from '@loggia/testing';
import { describe, expect, it } from 'vitest';
import {
  casesOf,
  customize,
  filesOf,
  type NamerCase,
  type RotatorCase,
} from '../files/archive-vectors.testing.js';
import { TimedRotatingFileHandler, type TimedRotatingFileOptions } from './timed-rotating-file.js';

interface Case extends TimedRotatingFileOptions {
  readonly id: string;
  readonly kind: 'rollover' | 'invalid' | 'delete' | 'sequence';
  readonly tz?: string;
  readonly namer?: NamerCase | null;
  readonly rotator?: RotatorCase | null;
  readonly currentTime: number;
  readonly base: string;
  readonly files: readonly string[];
  readonly start: number;
  readonly existing?: { readonly content: string; readonly mtime: number } | null;
  readonly events: readonly (readonly [number, string])[];
  readonly expect: Readonly<Record<string, unknown>> & {
    readonly rolloverAt: number;
    readonly error: { readonly type: string; readonly message: string };
  };
}

/** A folder in the case's time zone, with a clock that can be set, and what the case makes of it. */
function inPlace<T>(one: Case, play: (directory: string, setClock: (seconds: number) => void) => T): T {
  const directory = mkdtempSync(join(tmpdir(), 'loggia-timed-'));
  const { TZ } = process.env;
  let clockMs = 0;
  const restore = replacePlatform({ ...fakePlatform(), now: () => clockMs });
  process.env['TZ'] = one.tz ?? 'UTC';
  try {
    return play(directory, (seconds) => {
      clockMs = seconds * 1000;
    });
  } finally {
    if (TZ === undefined) delete process.env['TZ'];
    else process.env['TZ'] = TZ;
    restore();
    rmSync(directory, { recursive: true });
  }
}

function optionsOf({ when, interval, utc, atTime, backupCount, delay }: Case): TimedRotatingFileOptions {
  return Object.fromEntries(
    Object.entries({ when, interval, utc, atTime, backupCount, delay }).filter(
      ([, value]) => value !== undefined,
    ),
  );
}

const plays: Record<Case['kind'], (one: Case) => unknown> = {
  rollover: (one) =>
    inPlace(one, (directory, setClock) => {
      setClock(one.currentTime);
      const handler = new TimedRotatingFileHandler(join(directory, 'app.log'), optionsOf(one));
      const { rolloverAt, suffix, interval } = handler;
      expect(handler.computeRollover(one.currentTime)).toBe(rolloverAt);
      setClock(rolloverAt);
      handler.doRollover();
      void handler.close();
      const [archive] = Object.keys(filesOf(directory)).filter((name) => name !== 'app.log');
      return { rolloverAt, intervalSeconds: interval, suffix, archive, nextRolloverAt: handler.rolloverAt };
    }),
  invalid: (one) =>
    inPlace(one, (directory) => {
      try {
        return new TimedRotatingFileHandler(join(directory, 'app.log'), optionsOf(one));
      } catch (error) {
        const { name, message } = error as Error;
        return { error: { type: name, message } };
      }
    }),
  delete: (one) =>
    inPlace(one, (directory) => {
      for (const file of one.files) writeFileSync(join(directory, file), '');
      const handler = new TimedRotatingFileHandler(join(directory, one.base), optionsOf(one));
      customize(handler, one);
      const files = handler.getFilesToDelete().map((path) => basename(path));
      void handler.close();
      return { delete: files.sort() };
    }),
  sequence: (one) =>
    inPlace(one, (directory, setClock) => {
      const path = join(directory, 'app.log');
      if (one.existing) {
        writeFileSync(path, one.existing.content);
        utimesSync(path, one.existing.mtime, one.existing.mtime);
      }
      setClock(one.start);
      const handler = new TimedRotatingFileHandler(path, optionsOf(one));
      customize(handler, one);
      const firstRolloverAt = handler.rolloverAt;
      for (const [time, message] of one.events) {
        setClock(time);
        handler.handle(new LogRecord('n', INFO, '/test.ts', 1, message, [], null));
      }
      void handler.close();
      return { firstRolloverAt, lastRolloverAt: handler.rolloverAt, files: filesOf(directory) };
    }),
};

describe('TimedRotatingFileHandler rolls over when Python does', () => {
  it.each(casesOf<Case>('timed.json').map((one) => [`${one.id} ${one.kind}`, one] as const))(
    '%s',
    (_, one) => {
      expect(plays[one.kind](one)).toEqual(one.expect);
    },
  );
});
