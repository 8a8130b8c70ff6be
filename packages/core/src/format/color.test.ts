import { afterEach, describe, expect, it } from 'vitest';
import { makeLogRecord } from '../record-factory.js';
import { replacePlatform, state } from '../state.js';
import { ColorFormatter, type ColorFormatterOptions } from './color.js';

const record = (levelno = 20, levelname = 'INFO'): ReturnType<typeof makeLogRecord> =>
  makeLogRecord({ name: 'shop', levelno, levelname, msg: 'hi\x1b[2J' });
const format = (fmt: string, options?: ColorFormatterOptions, one = record()): string =>
  new ColorFormatter(fmt, options).format(one);

let restore = (): void => {};
function withTerminal(environment: Record<string, string>, isTTY: boolean): void {
  const stderr = { write() {}, isTTY };
  restore = replacePlatform({ ...state.platform, stderr, env: (name: string) => environment[name] } as never);
}

describe('ColorFormatter', () => {
  afterEach(() => restore());

  it('colours the level and dims time and name, padding included', () => {
    expect(format('%(asctime)s|%(levelname)-6s|%(name)s|%(message)s', { color: true, datefmt: 'T' })).toBe(
      '\x1b[2mT\x1b[0m|\x1b[32mINFO  \x1b[0m|\x1b[2mshop\x1b[0m|hi\\x1b[2J',
    );
  });

  it.each([
    ['{', '{levelname:<6}|{message}', '\x1b[32mINFO  \x1b[0m|hi\\x1b[2J'],
    ['$', '$levelname|$message', '\x1b[32mINFO\x1b[0m|hi\\x1b[2J'],
  ] as const)('in style %s too', (style, fmt, text) => {
    expect(format(fmt, { color: true, style })).toBe(text);
  });

  it('gives every level its colour, also those between', () => {
    const levels = [10, 20, 30, 40, 50, 35].map((levelno) =>
      format('%(levelname)s', { color: true }, record(levelno, 'L')),
    );
    expect(levels).toEqual(['36', '32', '33', '31', '1;31', '33'].map((code) => `\x1b[${code}mL\x1b[0m`));
  });

  it('without colours it is a Formatter', () => {
    expect(format('%(levelname)s %(message)s', { color: false })).toBe('INFO hi\\x1b[2J');
  });

  it('has a format of its own', () => {
    expect(new ColorFormatter(null, { color: false, datefmt: 'T' }).format(record())).toBe(
      'T INFO     shop hi\\x1b[2J',
    );
    expect(new ColorFormatter(null, { color: false, style: '{' }).format(record())).toBe('hi\\x1b[2J');
  });

  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ TERM: 'dumb' }, true, false],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
  ] as const)('auto: environment %j, terminal %s: %s', (environment, isTTY, colored) => {
    withTerminal(environment, isTTY);
    expect(format('%(levelname)s').includes('\x1b')).toBe(colored);
  });

  it('asks the stream that it was given', () => {
    withTerminal({}, false);
    expect(format('%(levelname)s', { stream: { isTTY: true, write: () => 0 } })).toContain('\x1b');
  });

  it('a host that tells nothing gets no colours', () => {
    expect(format('%(levelname)s')).toBe('INFO');
  });
});
