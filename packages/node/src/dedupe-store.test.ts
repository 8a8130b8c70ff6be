import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileDedupeStore } from './dedupe-store.js';
import { useProgram } from './program.testing.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'loggia-marks-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('fileDedupeStore', () => {
  it('gives back what it kept last, after a restart too, and makes its directory', () => {
    const path = join(directory, 'a/b/marks');
    const store = fileDedupeStore(path);
    store.save('s1', 'old');
    store.save('s2', 'other');
    store.save('s1', 'new\n"');
    expect([store.load('s1'), store.load('s3')]).toEqual(['new\n"', undefined]);
    store.close();
    const again = fileDedupeStore(path);
    expect([again.load('s1'), again.load('s2')]).toEqual(['new\n"', 'other']);
    again.close();
  });

  it('leaves out a line that a crash has spoilt, and no other', () => {
    const path = join(directory, 'marks');
    const store = fileDedupeStore(path);
    store.save('s1', 'one');
    store.save('s2', 'two');
    store.close();
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, -5));
    const again = fileDedupeStore(path);
    expect([again.load('s1'), again.load('s2')]).toEqual(['one', undefined]);
    again.save('s2', 'three');
    again.close();
    expect(fileDedupeStore(path).load('s2')).toBe('three');
  });

  it('is bounded: in sessions, in their age, and on disk', () => {
    const path = join(directory, 'marks');
    const store = fileDedupeStore(path, { sessions: 10 });
    const text = 'x'.repeat(1_000);
    for (let i = 0; i < 5_000; i++) store.save(`s${i % 20}`, text);
    expect(store.load('s9')).toBeUndefined();
    expect(store.load('s10')).toBe(text);
    expect(statSync(path).size).toBeLessThan(1_100_000);
    store.close();
    expect(fileDedupeStore(path, { ttl: -1 }).load('s10')).toBeUndefined();
  });

  it('says at once that a file cannot be used', () => {
    writeFileSync(join(directory, 'file'), '');
    expect(() => fileDedupeStore(join(directory, 'file/marks'))).toThrow(
      expect.objectContaining({ path: 'path', message: expect.stringContaining('cannot keep marks in ') }),
    );
  });

  it('refuses what the disk did not take, until it does', () => {
    const path = join(directory, 'marks');
    const store = fileDedupeStore(path);
    mkdirSync(`${path}.new`);
    store.save('s1', 'x'.repeat(2_000_000));
    expect(() => store.save('s1', 'one')).toThrow();
    rmdirSync(`${path}.new`);
    store.save('s1', 'two');
    store.close();
    expect(fileDedupeStore(path).load('s1')).toBe('two');
  });
});

// Takes three batches, each sent anew until it is answered, and dies when the third is stored and not answered yet.
const ENDPOINT = `
import { appendFileSync } from 'node:fs';
import { createIngest } from '@loggia/ingest';
import { fileDedupeStore } from '@loggia/node';

const [directory, dies] = process.argv.slice(2);
const ingest = createIngest({
  onRecord: (record) => appendFileSync(directory + '/taken', record.getMessage() + '\\n'),
  dedupe: { store: fileDedupeStore(directory + '/marks') },
});
for (let batch = 0; batch < 3; batch++) {
  const records = Array.from({ length: 10 }, (_, i) => {
    const seq = batch * 10 + i;
    return { seq, name: 'a', levelno: 20, levelname: 'INFO', message: 'record ' + seq, created: 1 };
  });
  const body = JSON.stringify({ v: 1, session: 's', emitted: 29, records });
  const response = await ingest(new Request('http://logs/', { method: 'POST', body }));
  if (batch === 2 && dies) process.kill(process.pid, 'SIGKILL');
  console.log(JSON.stringify(await response.json()));
}
console.log(JSON.stringify(ingest.session('s')));
`;

describe('an endpoint that is killed between its store and its answer', () => {
  const program = useProgram(ENDPOINT);

  it('takes nothing twice when the client sends again', async () => {
    const killed = await program.run({ args: [program.directory, 'dies'] });
    expect(killed).toMatchObject({ signal: 'SIGKILL', stderr: '' });
    expect(killed.stdout.trim().split('\n')).toHaveLength(2);
    const { stdout } = await program.run({ args: [program.directory] });
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.slice(0, 3)).toEqual(Array(3).fill({ accepted: 0, duplicates: 10, rejected: [] }));
    expect(lines[3]).toMatchObject({ emitted: 30, received: 30, dropped: 0, expected: 0 });
    const taken = readFileSync(join(program.directory, 'taken'), 'utf8').trim().split('\n');
    expect(taken).toEqual(Array.from({ length: 30 }, (_, seq) => `record ${seq}`));
  });
});
