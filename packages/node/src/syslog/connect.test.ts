import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectThroughLogger } from './connect.js';

describe('the logger program', () => {
  let directory: string;
  const path = process.env['PATH'];
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'loggia-logger-'));
    process.env['PATH'] = directory;
  });
  afterEach(() => {
    process.env['PATH'] = path;
    rmSync(directory, { recursive: true });
  });

  it('is given a line for each message, and has read all when the stream ends', async () => {
    process.env['PATH'] = directory + delimiter + path;
    writeFileSync(
      join(directory, 'logger'),
      `#!/bin/sh\necho "$@" > '${directory}/args'\ncat > '${directory}/in'\n`,
    );
    chmodSync(join(directory, 'logger'), 0o755);
    const { stream, frame } = await connectThroughLogger('/dev/log', { tag: 'shop', ident: 'shop: ' });
    stream.write(frame(Buffer.from('<14>shop: one\ntwo\0')));
    stream.write(frame(Buffer.from('<11>other\0')));
    await new Promise<void>((resolve) => stream.end(() => resolve()));
    expect(readFileSync(join(directory, 'in'), 'utf8')).toBe('<14>one#012two\n<11>other\n');
    expect(readFileSync(join(directory, 'args'), 'utf8')).toBe(
      '--socket /dev/log --prio-prefix --size 65000 --tag shop\n',
    );
  });

  it('is named, with a way out, where it is missing', async () => {
    await expect(connectThroughLogger('/dev/log', { tag: 'shop', ident: '' })).rejects.toThrow(
      /^\/dev\/log is a datagram socket.*ENOENT.*\['localhost', 514\]$/,
    );
  });
});
