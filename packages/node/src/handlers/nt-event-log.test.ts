import { ConfigError, getLogger, getStats, type LogRecord, replacePlatform } from '@loggia/core';
import { describeHandler, fakePlatform } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventLogHost } from '../nt/powershell-line.js';
import { StandIn } from '../nt/stand-in.testing.js';
import { nodePlatform } from '../platform.js';
import { until } from '../until.testing.js';
import { NTEventLogHandler } from './nt-event-log.js';

class OnWindows extends NTEventLogHandler {
  protected override get host(): EventLogHost {
    return { system: 'win32', command: 'powershell.exe' };
  }
}

const log = getLogger('nt');
let powershell: StandIn;
let handler: NTEventLogHandler;

function use(made: NTEventLogHandler): void {
  handler = made;
  log.handlers = [handler];
}

beforeEach(() => {
  log.propagate = false;
  log.setLevel('NOTSET');
  log.setLevel(1);
  powershell = new StandIn();
  use(new OnWindows('Shop'));
});
afterEach(async () => {
  powershell.behave('');
  await handler.close();
  powershell.dispose();
});

describe('NTEventLogHandler', () => {
  it('writes events with the numbers that Python gives them', async () => {
    log.log(5, 'odd');
    log.debug('d');
    log.info('i');
    log.warning('w');
    log.error('e', new Error('boom'));
    log.critical('c');
    await handler.flush();
    const events = powershell.calls.flatMap(({ batch }) => batch.events);
    expect(events.map(({ id, category, type }) => [id, category, type])).toEqual(
      [1, 4, 4, 2, 1, 1].map((type) => [1, 0, type]),
    );
    expect(events[4]?.text).toMatch(/^e\nError: boom\n/);
  });

  it('says to PowerShell which source, log and file to use, and passes what is logged as data alone', async () => {
    await handler.close();
    use(new OnWindows("Shop '$(calc)", { dllname: 'C:\\shop.dll', logtype: 'System' }));
    const text = '"; Remove-Item C:\\ -Recurse; \'`$(calc)` %1 \u{1f375} \0 & | ü';
    log.error('%s', text);
    await handler.flush();
    const [call] = powershell.calls;
    expect(call?.batch).toMatchObject({ source: "Shop '$(calc)", log: 'System', dll: 'C:\\shop.dll' });
    expect(call?.batch.events[0]?.text).toContain("Remove-Item C:\\ -Recurse; '`$(calc)` %1 \u{1f375}");
    const script = Buffer.from(call?.args.at(-1) ?? '', 'base64').toString('utf16le');
    expect(call?.args.at(-2)).toBe('-EncodedCommand');
    expect(script).toContain('[Console]::In.ReadToEnd() | ConvertFrom-Json');
    expect(script).not.toMatch(/Shop|calc|Remove/);
  });

  it('asks methods that a subclass may override', async () => {
    await handler.close();
    class Own extends OnWindows {
      override getMessageID(record: LogRecord): number {
        return record.levelno * 100;
      }
      override getEventCategory(): number {
        return 7;
      }
    }
    use(new Own('Shop'));
    handler.typemap.set(30, 8);
    handler.deftype = 4;
    log.warning('w');
    log.log(33, 'between');
    await handler.flush();
    expect(powershell.calls[0]?.batch.events).toEqual([
      { id: 3000, category: 7, type: 8, text: 'w' },
      { id: 3300, category: 7, type: 4, text: 'between' },
    ]);
  });

  it('starts one PowerShell for all that has come meanwhile', async () => {
    powershell.behave('slow');
    log.info('first');
    await new Promise((resolve) => setImmediate(resolve));
    for (let i = 0; i < 500; i++) log.info('record %d', i);
    await handler.flush();
    expect(powershell.calls.map(({ batch }) => batch.events.length)).toEqual([1, 500]);
    expect(powershell.texts).toEqual(['first', ...Array.from({ length: 500 }, (_, i) => `record ${i}`)]);
  });

  it('cuts what is too long for an event, and says so', async () => {
    log.info('x'.repeat(40_000));
    log.info(`${'x'.repeat(31_814)}\u{1f375}${'x'.repeat(100)}`);
    await handler.flush();
    const [long, split] = powershell.texts;
    expect(long).toHaveLength(31_839);
    expect(long?.endsWith('x... [40000 characters]')).toBe(true);
    expect(split).toMatch(/x\.\.\. \[31916 characters\]$/);
  });

  it('keeps records while it may not write, says why once, and writes them when it may', async () => {
    const fake = fakePlatform();
    using _ = { [Symbol.dispose]: replacePlatform({ ...nodePlatform, stderr: fake.stderr }) };
    powershell.behave('no rights');
    log.info('one');
    await handler.flush();
    log.info('two');
    await handler.flush();
    expect(fake.stderrText.match(/cannot send, its records wait: Access is denied\./g)).toHaveLength(1);
    expect(fake.stderrText).toContain('New-EventLog -LogName Application -Source Shop');
    expect(handler.pending).toBe(2);
    powershell.behave('');
    await until(
      () => powershell.texts,
      ({ length }) => length === 2,
    );
    expect(powershell.texts).toEqual(['one', 'two']);
  });

  it('says that PowerShell is not there', async () => {
    const fake = fakePlatform();
    using _ = { [Symbol.dispose]: replacePlatform({ ...nodePlatform, stderr: fake.stderr }) };
    await handler.close();
    class WithoutPowerShell extends NTEventLogHandler {
      protected override get host(): EventLogHost {
        return { system: 'win32', command: 'no-such-powershell.exe' };
      }
    }
    use(new WithoutPowerShell('Shop'));
    log.info('one');
    await handler.flush();
    expect(fake.stderrText).toMatch(/records wait: spawn no-such-powershell.exe ENOENT/);
    await handler.close();
    expect(fake.stderrText).toMatch(/1 records were not sent in time/);
  });

  it('counts and reports events that the log refuses, and writes the others', async () => {
    const fake = fakePlatform();
    using _ = { [Symbol.dispose]: replacePlatform({ ...nodePlatform, stderr: fake.stderr }) };
    const before = getStats().dropped;
    for (const text of ['fine', 'refused', 'fine too']) log.info(text);
    await handler.flush();
    expect(handler.dropped).toBe(1);
    expect(getStats().dropped - before).toBe(1);
    expect(fake.stderrText).toContain('1 records were refused by the event log: Bad event.');
  });

  it.each(['linux', 'darwin'])('says on %s what to do', (system) => {
    class Elsewhere extends NTEventLogHandler {
      protected override get host(): EventLogHost {
        return { system, command: '' };
      }
    }
    expect(() => new Elsewhere('Shop')).toThrow(ConfigError);
    expect(() => new Elsewhere('Shop')).toThrow(`this is ${system}: use SysLogHandler here`);
  });

  it.each([
    ['', {}],
    ['a\\b', {}],
    ['Shop', { logtype: '' }],
    [undefined as never, {}],
  ])('refuses the names %j and %j', (appname, options) =>
    expect(() => new OnWindows(appname, options)).toThrow(/is a name without backslashes/),
  );
});

it.runIf(process.platform !== 'win32')('NTEventLogHandler is not for this system', () => {
  expect(() => new NTEventLogHandler('Shop')).toThrow(/event log of Windows/);
});

describeHandler(it, 'NTEventLogHandler', () => {
  use(new OnWindows('Shop'));
  const own = powershell;
  return { handler, received: () => own.texts };
});
