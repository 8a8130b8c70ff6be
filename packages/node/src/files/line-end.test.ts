import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cutTornLine, endsInLine } from './line-end.js';

const directory = mkdtempSync(join(tmpdir(), 'loggia-line-'));
const path = join(directory, 'app.log');
afterAll(() => rmSync(directory, { recursive: true }));

const LF = { bytes: Buffer.from('\n'), unit: 1 };
const CRLF = { bytes: Buffer.from('\r\n'), unit: 1 };
const WIDE = { bytes: Buffer.from('\n', 'utf16le'), unit: 2 };
const NONE = { bytes: Buffer.alloc(0), unit: 1 };
const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');

describe('a torn line', () => {
  it.each([
    ['one\ntwo\nthr', LF, 'one\ntwo\n'],
    ['one\ntwo\n', LF, 'one\ntwo\n'],
    ['on', LF, ''],
    ['', LF, ''],
    ['one\r\ntwo\r', CRLF, 'one\r\n'],
    [`one\n${'x'.repeat(200_000)}`, LF, 'one\n'],
    [`${'x'.repeat(65_534)}\r\n${'y'.repeat(65_535)}`, CRLF, `${'x'.repeat(65_534)}\r\n`],
    ['one\ntwo', NONE, 'one\ntwo'],
  ])('is cut off, and nothing else: case %#', (text, end, whole) => {
    writeFileSync(path, text);
    expect(text !== '' && endsInLine(path, end)).toBe(text !== whole);
    cutTornLine(path, end);
    expect(readFileSync(path, 'utf8')).toBe(whole);
  });

  it('ends where a unit of the encoding begins', () => {
    // The second half of the first character and the first half of the next look like a line end.
    const misleading = Buffer.from([0x41, 0x0a, 0x00, 0x42]);
    writeFileSync(path, Buffer.concat([wide('one\n'), misleading, wide('xy')]));
    cutTornLine(path, WIDE);
    expect(readFileSync(path)).toEqual(wide('one\n'));
  });
});
