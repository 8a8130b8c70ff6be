import { fakePlatform, hostileValues } from '@loggia/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyValue } from './format/hostile.testing.js';
import {
  ConsoleHandler,
  Formatter,
  getLogger,
  Handler,
  HTTPHandler,
  JSONFormatter,
  MemoryHandler,
  replacePlatform,
  StreamHandler,
} from './index.js';

const log = getLogger('hostile');
const platform = fakePlatform();
let restore: () => void;

/** Makes a value anew each time: a record may keep it. */
const anything: fc.Arbitrary<() => unknown> = fc.oneof(
  anyValue(),
  fc.nat({ max: hostileValues().length - 1 }).map((index) => () => hostileValues()[index]),
);
const formats = fc
  .constantFrom(
    'x',
    '%s',
    '%d %s',
    '%(a)s',
    '%',
    '%*d',
    '%r',
    '%c',
    '%.3f %%',
    '%(a)d %s',
    '{}',
    '\u001b[2J\ud800',
  )
  .map((format) => () => format);

beforeAll(() => {
  restore = replacePlatform(platform);
  const text = new StreamHandler({ write: () => undefined });
  text.setFormatter(new Formatter('%(asctime)s %(levelname)s %(message)s %(a)s', { defaults: { a: 1 } }));
  const json = new StreamHandler({ write: () => undefined });
  json.setFormatter(new JSONFormatter());
  const broken = new StreamHandler({
    write() {
      throw new Error('broken');
    },
  });
  const memory = new MemoryHandler(3, { target: text });
  log.handlers = [text, json, broken, memory, new Handler(), new ConsoleHandler(), new HTTPHandler('/logs')];
  log.propagate = false;
  log.setLevel(1);
});

afterAll(() => {
  log.handlers = [];
  restore();
});

describe('whatever it is given', () => {
  it('a logging call never throws, to any handler', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.oneof(formats, anything), fc.array(anything, { maxLength: 4 }), (makeMsg, makeArgs) => {
        const msg = makeMsg();
        const args = makeArgs.map((make) => make());
        log.info(msg, ...args);
        log.exception(msg, ...args);
        log.log(args[0] as never, msg, ...args);
        log.with({ a: args[0] }).error(msg, ...args);
        log.warning('x', { excInfo: args[0], stackInfo: args[1], stackLevel: args[2], extra: args[3] });
      }),
      { numRuns: 500 },
    );
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('a text of 10 MB is logged whole', () => {
    const lines: string[] = [];
    const handler = new StreamHandler({ write: (text) => lines.push(text) });
    log.addHandler(handler);
    log.info(`${'x'.repeat(10_000_000)}%s`, 'end');
    log.removeHandler(handler);
    expect(lines[0]).toHaveLength(10_000_004);
  });
});
