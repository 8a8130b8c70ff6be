import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Formatter, INFO, LogRecord } from '@loggia/core';
import { describe, expect, it } from 'vitest';
import {
  casesOf,
  customize,
  filesOf,
  type NamerCase,
  type RotatorCase,
} from '../files/archive-vectors.testing.js';
import { RotatingFileHandler } from './rotating-file.js';

interface Case {
  readonly id: string;
  readonly maxBytes?: number;
  readonly backupCount?: number;
  readonly mode?: 'a' | 'w';
  readonly delay?: boolean;
  readonly namer?: NamerCase;
  readonly rotator?: RotatorCase;
  readonly fmt?: string;
  readonly terminator?: string;
  readonly existing?: Readonly<Record<string, string>>;
  readonly ops: readonly (readonly [string, string?])[];
  readonly expect: { readonly results: readonly unknown[]; readonly files: Readonly<Record<string, string>> };
}

const record = (msg: string): LogRecord => new LogRecord('n', INFO, '/test.ts', 1, msg, [], null);

function open(directory: string, one: Case): RotatingFileHandler {
  const options = Object.fromEntries(
    Object.entries(one).filter(([name]) => ['maxBytes', 'backupCount', 'mode', 'delay'].includes(name)),
  );
  const handler = new RotatingFileHandler(join(directory, 'app.log'), options);
  customize(handler, one);
  if (one.terminator !== undefined) handler.terminator = one.terminator;
  if (one.fmt !== undefined) handler.setFormatter(new Formatter(one.fmt));
  return handler;
}

function play(directory: string, one: Case): unknown[] {
  let handler = open(directory, one);
  const results = one.ops.map(([op, text = '']): unknown => {
    if (op === 'emit') handler.handle(record(text));
    else if (op === 'doRollover') handler.doRollover();
    else if (op === 'shouldRollover') return handler.shouldRollover(record(text));
    else if (op === 'list') return readdirSync(directory).sort();
    else void handler.close();
    if (op === 'reopen') handler = open(directory, one);
    return null;
  });
  void handler.close();
  return results;
}

describe('RotatingFileHandler leaves the files that Python leaves', () => {
  it.each(casesOf<Case>('rotating.json').map((one) => [one.id, one] as const))('%s', (_, one) => {
    const directory = mkdtempSync(join(tmpdir(), 'loggia-rotating-'));
    try {
      for (const [name, text] of Object.entries(one.existing ?? {}))
        writeFileSync(join(directory, name), text);
      expect(play(directory, one)).toEqual(one.expect.results);
      expect(filesOf(directory)).toEqual(one.expect.files);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
