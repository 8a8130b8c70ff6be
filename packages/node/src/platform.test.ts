import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type FetchLike, HTTPHandler, replacePlatform } from '@loggia/core';
import { describePlatform } from '@loggia/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { FileHandler } from './handlers/file.js';
import { nodePlatform } from './platform.js';
import { useProgram } from './program.testing.js';

describePlatform(it, 'Node', nodePlatform);

describe('the platform of Node', () => {
  it('knows the process and the thread', () => {
    expect(nodePlatform.processInfo()).toMatchObject({ process: process.pid, processName: 'MainProcess' });
    expect(nodePlatform.processInfo()).toBe(nodePlatform.processInfo());
  });

  it('opens files for basicConfig', () => {
    const directory = mkdtempSync(join(tmpdir(), 'loggia-platform-'));
    const restore = replacePlatform(nodePlatform);
    for (const name of [join(directory, 'app.log'), pathToFileURL(join(directory, 'app.log'))]) {
      const handler = nodePlatform.openFileHandler?.(name, {
        mode: 'a',
        encoding: 'utf-8',
        errors: 'strict',
      });
      expect(handler).toBeInstanceOf(FileHandler);
      (handler as FileHandler).close();
    }
    restore();
    rmSync(directory, { recursive: true });
  });

  it('carries a context over await', async () => {
    const context = nodePlatform.asyncContext?.();
    const seen = await Promise.all(
      ['a', 'b'].map((value) =>
        context?.run(value, async () => {
          await Promise.resolve();
          return context.get();
        }),
      ),
    );
    expect(seen).toEqual(['a', 'b']);
  });
});

describe('an HTTPHandler in Node', () => {
  const restore = replacePlatform(nodePlatform);
  afterAll(restore);

  it.each(['/logs', 'logs', 'localhost:8080/logs', 'https://', 'ftp://shop.example/logs'])(
    'refuses %s, which fetch can do nothing with',
    (url) => {
      expect(() => new HTTPHandler(url)).toThrow(
        `nothing can be sent to '${url}': give an absolute URL, such as https://shop.example/logs`,
      );
    },
  );

  it('takes what a fetch of the application may know how to reach', async () => {
    const fetch: FetchLike = async () => ({
      status: 204,
      headers: { get: () => null },
      text: async () => '',
    });
    await new HTTPHandler('/logs', { fetch }).close();
    await new HTTPHandler('HTTPS://shop.example/logs').close();
  });
});

// What only a process of its own can show.
const SOURCE = `
import { writeSync } from 'node:fs';
import { isMainThread, Worker } from 'node:worker_threads';
import { getLogger, installPlatform, settings } from '@loggia/core';
import { FileHandler, nodePlatform } from '@loggia/node';

installPlatform(nodePlatform);
const [what, file] = process.argv.slice(2);
const say = (text: unknown) => writeSync(1, text + '\\n');
const signals = () => ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => process.listenerCount(signal)).join();

if (what === 'leaving') {
  // Each time that the loop runs dry, this starts work as a delivery engine does whose server is down.
  const phases: string[] = [];
  nodePlatform.onExit((phase) => {
    phases.push(phase);
    if (phase === 'leaving') setTimeout(() => {}, 5);
    else say(phases.join());
  });
  process.on('beforeExit', () => getLogger('x').warning('bye'));
}
if (what === 'work goes on') {
  let rounds = 0;
  nodePlatform.onExit((phase) => say(phase));
  process.on('beforeExit', () => {
    if (++rounds < 3) setTimeout(() => getLogger('x').warning('more'), 5);
  });
}
if (what === 'timer') nodePlatform.timer(3_600_000, () => say('never'));
if (what === 'listeners') {
  const ends = () => process.listenerCount('exit') + process.listenerCount('beforeExit');
  const before = ends();
  say(signals());
  const cancels = [1, 2].map(() => nodePlatform.onExit(() => {}));
  say(signals());
  for (const cancel of cancels) cancel();
  say(signals());
  say(ends() - before);
}
if (what === 'two signals') {
  nodePlatform.onExit((phase) => say(phase));
  let heard = 0;
  process.on('SIGTERM', () => {
    if (++heard === 2) process.exit(0);
    setImmediate(() => process.kill(process.pid, 'SIGTERM'));
  });
  setInterval(() => {}, 1000);
  process.kill(process.pid, 'SIGTERM');
}
if (what === 'done on a signal') {
  const cancel = nodePlatform.onExit(() => cancel());
  process.on('SIGTERM', () => setImmediate(() => process.exit(say(signals()) > 0 ? 0 : 1)));
  setInterval(() => {}, 1000);
  process.kill(process.pid, 'SIGTERM');
}
if (what === 'throwing hook') {
  nodePlatform.onExit(() => {
    throw new Error('hook');
  });
  nodePlatform.onExit((phase) => say(phase));
}
if (what === 'stderr') nodePlatform.stderr.write('told ' + 'x'.repeat(200_000) + ' and done\\n');
if (what === 'worker' && isMainThread) new Worker(new URL(import.meta.url), { argv: [what, file!] });
if (what === 'worker' && !isMainThread) {
  const log = getLogger('worker');
  log.addHandler(new FileHandler(file!, { bufferSize: 1000, flushInterval: 3_600_000 }));
  log.warning('from a worker');
  say(JSON.stringify(nodePlatform.processInfo()) + signals());
  process.exit(0);
}
`;

describe('a process of its own', () => {
  const program = useProgram(SOURCE);
  const run = (what: string, file = '') => program.run({ args: [what, file] });

  it('is told once that it may end, and ends though each time something is started', async () => {
    expect(await run('leaving')).toMatchObject({ code: 0, stdout: 'leaving,exit\n' });
  }, 30_000);

  it('is told again when it went on logging after the first time', async () => {
    expect((await run('work goes on')).stdout).toBe('leaving\nleaving\nleaving\nexit\n');
  }, 30_000);

  it('is not kept alive by a timer', async () => {
    expect(await run('timer')).toMatchObject({ code: 0, stdout: '' });
  }, 30_000);

  it('listens to signals, once each and for good, when somebody wants to know of the end', async () => {
    expect((await run('listeners')).stdout).toBe('0,0,0\n1,1,1\n1,1,1\n2\n');
  }, 30_000);

  it('hears of each signal that the application handles', async () => {
    expect((await run('two signals')).stdout).toBe('leaving\nleaving\nexit\n');
  }, 30_000);

  it('listens on after a signal that has left nothing to do', async () => {
    expect((await run('done on a signal')).stdout).toBe('1,2,1\n');
  }, 30_000);

  it('hears of a hook that throws, and calls the others', async () => {
    const { code, stdout, stderr } = await run('throwing hook');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'leaving\nexit\n' });
    expect(stderr).toContain('Error: hook');
  }, 30_000);

  it('writes all of a long text to stderr', async () => {
    const { stderr } = await run('stderr');
    expect(stderr).toHaveLength(5 + 200_000 + 10);
  }, 30_000);

  it('may have worker threads, which flush at their end and have names of their own', async () => {
    const file = join(program.directory, 'worker.log');
    const { code, stdout } = await run('worker', file);
    expect(code).toBe(0);
    expect(stdout).toContain('"threadName":"Worker-1"');
    expect(stdout).toContain('0,0,0');
    expect(readFileSync(file, 'utf8')).toBe('from a worker\n');
  }, 30_000);
});
