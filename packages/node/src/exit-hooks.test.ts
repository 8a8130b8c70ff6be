import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useProgram } from './program.testing.js';

const TIMEOUT_MS = 60_000;

// Logs to a buffered file, and then does what its second argument says.
const SOURCE = `
import { writeSync } from 'node:fs';
import { getLogger, Handler, INFO, installPlatform } from '@loggia/core';
import { FileHandler, nodePlatform, SocketHandler } from '@loggia/node';

const [file, what] = process.argv.slice(2);
installPlatform(nodePlatform);
const say = (text: unknown) => writeSync(1, text + '\\n');
const log = getLogger('hooks');
log.setLevel(INFO);
log.addHandler(new FileHandler(file!, { bufferSize: 1_000_000, flushInterval: 3_600_000 }));
log.info('first');

/** Its records take as long to send as it is told, in milliseconds. */
class SlowHandler extends Handler {
  constructor(readonly delayMs: number) {
    super();
  }
  override emit(): void {}
  override async flush(): Promise<void> {
    say('sending');
    await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    say('sent');
  }
}
const slow = (delayMs: number) => new SlowHandler(delayMs);
const kept: unknown[] = [];

if (what === 'graceful') {
  process.on('SIGTERM', () => {
    log.info('asked to stop');
    setTimeout(() => {
      log.info('stopped');
      process.exit(7);
    }, 50);
  });
}
if (what === 'polite') {
  // As the signal-exit package does it: it looks whether its listeners are alone.
  const polite = () => {
    if (process.listeners('SIGTERM').length !== 1) return;
    process.off('SIGTERM', polite);
    process.kill(process.pid, 'SIGTERM');
  };
  process.on('SIGTERM', polite);
}
if (what === 'late log') process.on('exit', () => log.info('on exit'));
if (what === 'quick') kept.push(slow(20));
if (what === 'logs meanwhile') {
  kept.push(slow(50));
  let times = 0;
  nodePlatform.onExit((phase) => phase === 'leaving' && ++times === 1 && setTimeout(() => log.info('meanwhile'), 10));
}
if (what === 'never stops') {
  kept.push(slow(20));
  setInterval(() => log.info('on and on'), 1);
}
if (what === 'too slow') kept.push(slow(3_600_000));
if (what === 'impatient') {
  kept.push(slow(3_600_000));
  nodePlatform.onExit((phase) => phase === 'leaving' && process.kill(process.pid, 'SIGINT'));
}
if (what === 'exits meanwhile') {
  kept.push(slow(3_600_000));
  nodePlatform.onExit((phase) => phase === 'leaving' && setImmediate(() => process.exit(9)));
}
if (what === 'throws meanwhile') {
  kept.push(slow(3_600_000));
  nodePlatform.onExit((phase) => {
    if (phase === 'leaving') setImmediate(() => {
      throw new Error('meanwhile');
    });
  });
}
if (what === 'has just closed') {
  // The signal is in, and Node will tell of it in the next turn of the event loop.
  process.kill(process.pid, 'SIGTERM');
  for (const handler of [...log.handlers]) handler.close();
}
if (what === 'nobody there') {
  log.addHandler(new SocketHandler('127.0.0.1', Number(process.env['PORT'])));
  log.info('lost');
}
if (!['late log', 'natural end', 'nobody there'].includes(what!)) setInterval(() => {}, 1000);
if (what === 'natural end') kept.push(slow(20));
say('ready');
`;

describe(
  'the end of a process',
  () => {
    const program = useProgram(SOURCE);
    let files = 0;

    async function end(what: string, signal?: NodeJS.Signals, env: Record<string, string> = {}) {
      const file = join(program.directory, `${files++}.log`);
      const started = performance.now();
      const ended = await program.run({
        args: [file, what],
        env,
        ...(signal ? { kill: { when: 'ready', signal } } : {}),
      });
      const seconds = (performance.now() - started) / 1000;
      return { ...ended, seconds, lines: readFileSync(file, 'utf8').split('\n').slice(0, -1) };
    }

    it("is decided by an application's own listener to the signal", async () => {
      const { code, signal, lines } = await end('graceful', 'SIGTERM');
      expect({ code, signal }).toEqual({ code: 7, signal: null });
      expect(lines).toEqual(['first', 'asked to stop', 'stopped']);
    });

    it('comes by a listener that wants to be alone', async () => {
      const { code, signal, lines } = await end('polite', 'SIGTERM');
      expect({ code, signal }).toEqual({ code: null, signal: 'SIGTERM' });
      expect(lines).toEqual(['first']);
    });

    it('keeps what an application logs while it exits', async () => {
      expect((await end('late log')).lines).toEqual(['first', 'on exit']);
    });

    it('waits for handlers that need time, if it comes by itself', async () => {
      const { code, stdout, lines } = await end('natural end');
      expect({ code, lines }).toEqual({ code: 0, lines: ['first'] });
      expect(stdout).toMatch(/^ready\nsending\nsent\n/);
    });

    it('is not put off by a receiver that is not there; what was meant for it is counted', async () => {
      const free = createServer();
      await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
      const { port } = free.address() as AddressInfo;
      await new Promise((resolve) => free.close(resolve));
      const { code, stderr } = await end('nobody there', undefined, { PORT: String(port) });
      expect(code).toBe(0);
      expect(stderr).toContain('ends with 1 records undelivered');
    });

    it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
      'waits for them on %s, which then ends it',
      async (name) => {
        const { code, signal, stdout, lines } = await end('quick', name);
        expect({ code, signal }).toEqual({ code: null, signal: name });
        expect(stdout).toMatch(/^ready\nsending\nsent\n/);
        expect(lines).toEqual(['first']);
      },
    );

    it('waits for what is logged while it waits', async () => {
      const { signal, stdout, lines } = await end('logs meanwhile', 'SIGTERM');
      expect(signal).toBe('SIGTERM');
      expect(stdout).toMatch(/^ready\nsending\nsent\nsending\nsent\n/);
      expect(lines).toEqual(['first', 'meanwhile']);
    });

    it('does not wait for a program that never stops logging', async () => {
      const { signal, stdout } = await end('never stops', 'SIGTERM');
      expect(signal).toBe('SIGTERM');
      expect(stdout.match(/sent/g)?.length).toBeLessThan(20);
    });

    it('comes by a signal that came while the last handler was being closed', async () => {
      const { code, signal } = await end('has just closed');
      expect({ code, signal }).toEqual({ code: null, signal: 'SIGTERM' });
    });

    it('does not wait for ever', async () => {
      const { code, signal, seconds, lines } = await end('too slow', 'SIGTERM');
      expect({ code, signal, lines }).toEqual({ code: null, signal: 'SIGTERM', lines: ['first'] });
      expect(seconds).toBeGreaterThan(1.9);
    });

    it.each([
      ['a second signal', 'impatient'],
      ['the end that the application makes meanwhile', 'exits meanwhile'],
      ['an error that is thrown meanwhile', 'throws meanwhile'],
    ])('does not wait after %s, and the first signal is what ends it', async (_, what) => {
      const { code, signal, stdout, lines } = await end(what, 'SIGTERM');
      expect({ code, signal, lines }).toEqual({ code: null, signal: 'SIGTERM', lines: ['first'] });
      expect(stdout).not.toContain('sent');
    });
  },
  TIMEOUT_MS,
);
