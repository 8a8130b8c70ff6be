import { once } from 'node:events';
import { connect } from 'node:net';
import { getLogger, getPlatform, replacePlatform, root, shutdown } from '@loggia/core';
import { captureLogs } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type dictConfig, listen, stopListening } from '../config.js';
import { SIMPLE } from './documents.testing.js';

let stderr = '';
let restore: () => void;
beforeEach(() => {
  stderr = '';
  const sink = { write: (text: string) => (stderr += text) };
  restore = replacePlatform({ ...getPlatform(), stderr: sink, stdout: sink });
});
afterEach(async () => {
  await stopListening();
  await shutdown();
  restore();
});

/** Sends as the script in Python's documents does: the length, the text, and it is gone. */
async function send(port: number, text: string): Promise<string> {
  const data = Buffer.from(text);
  const socket = connect(port, '127.0.0.1');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  socket.write(length);
  socket.end(data);
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  await once(socket, 'close');
  return answer;
}

async function serve(options?: Parameters<typeof listen>[1]): Promise<number> {
  const server = listen(0, options);
  await server.start();
  return server.port;
}

const json = (config: Omit<Parameters<typeof dictConfig>[0], 'version'>): string =>
  JSON.stringify({ version: 1, ...config });

describe('listen', () => {
  it('applies INI files and dictionaries', async () => {
    const port = await serve();
    expect(await send(port, SIMPLE)).toBe('ok\n');
    expect(getLogger('simpleExample').propagate).toBe(false);
    getLogger('simpleExample').debug('debug message');
    expect(stderr).toMatch(/ - simpleExample - DEBUG - debug message\n$/);
    expect(await send(port, `\n${json({ root: { level: 'ERROR', handlers: [] } })}`)).toBe('ok\n');
    expect([root.level, root.handlers]).toEqual([40, []]);
  });

  it('changes nothing where one is bad, and says why to the sender and to the log', async () => {
    const port = await serve();
    const handlers = [...root.handlers];
    root.setLevel(33);
    const { records, [Symbol.dispose]: end } = captureLogs('loggia.config');
    const answers = [
      await send(port, json({ root: { level: 'LOUD' } })),
      await send(port, '{"version": 1,'),
      await send(port, SIMPLE.replace('sys.stdout', 'sys.stdin')),
    ];
    end();
    expect(answers).toEqual([
      expect.stringMatching(/^error: Unable to configure root logger: root\.level: unknown level 'LOUD'/),
      expect.stringMatching(/^error: <received> is invalid: .*JSON/),
      expect.stringMatching(/^error: module 'sys' has no attribute 'stdin'.*handler_consoleHandler\.args/),
    ]);
    expect(records.map((record) => `error: ${record.getMessage().split(' is not applied: ')[1]}\n`)).toEqual(
      answers,
    );
    expect([root.level, root.handlers]).toEqual([33, handlers]);
  });

  it('says it on stderr where a configuration has disabled its logger', async () => {
    const port = await serve();
    getLogger('loggia.config');
    await send(port, json({}));
    await send(port, 'x');
    expect(stderr).toMatch(
      /^loggia\.config: A configuration that was received is not applied: <received> is invalid: File/,
    );
  });

  it('knows what the application passes, and asks it first', async () => {
    const lines: string[] = [];
    const port = await serve({
      ext: { out: { write: (text: string) => lines.push(text) } },
      verify: (bytes) => (bytes.at(-1) === 0x21 ? bytes.subarray(0, -1) : null),
    });
    const text = json({
      handlers: { h: { class: 'StreamHandler', stream: 'ext://out' } },
      root: { handlers: ['h'] },
    });
    expect(await send(port, text)).toBe('');
    expect(await send(port, `${text}!`)).toBe('ok\n');
    getLogger('x').critical('seen');
    expect(lines).toEqual(['seen\n']);
  });

  it('listens at this machine alone, until it is stopped', async () => {
    await using server = listen(0);
    await server.start();
    await expect(once(connect(server.port, '127.0.0.2'), 'connect')).rejects.toThrow('ECONNREFUSED');
    await stopListening();
    await stopListening();
    await expect(send(server.port, '')).rejects.toThrow('ECONNREFUSED');
  });

  it('has the port of Python, if none is given', () => {
    expect(listen().port).toBe(9030);
  });
});
