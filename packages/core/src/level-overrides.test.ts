import { fakePlatform } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from './errors.js';
import { explain } from './explain.js';
import { addLevelName } from './level-names.js';
import { withEndDates } from './level-override-text.js';
import { overrideLevels, overrideLevelsFrom } from './level-overrides.js';
import { DEBUG, ERROR, INFO, NOTSET, WARNING } from './levels.js';
import { MAX_TIMER_MS } from './neutral-platform.js';
import type { Platform } from './platform.js';
import { getLogger, root } from './root.js';
import { replacePlatform } from './state.js';
import { describeTree } from './tree-text.js';

const fake = fakePlatform();
let restore: () => void;
const undo: Disposable[] = [];

beforeEach(() => {
  restore = replacePlatform(fake);
});
afterEach(() => {
  for (const one of undo.splice(0)) one[Symbol.dispose]();
  root.setLevel(WARNING);
  restore();
});

function override(text: string): Disposable {
  const result = overrideLevels(text);
  undo.push(result);
  return result;
}

function effective(...names: string[]): number[] {
  return names.map((name) => getLogger(name).getEffectiveLevel());
}

describe('overridden levels', () => {
  it('count for a logger and those below it, in place of what is set', () => {
    getLogger('o1.db').setLevel(ERROR);
    override('o1.db=DEBUG, o1:INFO,');
    expect(effective('o1', 'o1.db', 'o1.db.pool', 'o2')).toEqual([INFO, DEBUG, DEBUG, WARNING]);
    expect(getLogger('o1.db').level).toBe(ERROR);
    expect([getLogger('o1.db.pool').isEnabledFor(DEBUG), getLogger('o1').isEnabledFor(DEBUG)]).toEqual([
      true,
      false,
    ]);
  });

  it('count for loggers that are made later', () => {
    override('o3=5');
    expect(effective('o3', 'o3.x')).toEqual([5, 5]);
  });

  it('count below a name that no logger has, and make none', () => {
    getLogger('o18.a.b.c');
    getLogger('o18.a.b').setLevel(ERROR);
    override('o18=INFO,o18.a=DEBUG');
    expect(effective('o18.x', 'o18.a.y', 'o18.a.b', 'o18.a.b.c')).toEqual([INFO, DEBUG, ERROR, ERROR]);
    expect(root.manager.loggerDict.get('o18')).not.toHaveProperty('level');
    getLogger('o18.a').setLevel(WARNING);
    expect(effective('o18.a', 'o18.a.y')).toEqual([DEBUG, DEBUG]);
  });

  it('count over what is configured meanwhile, which holds when they end', () => {
    const { [Symbol.dispose]: end } = override('o4=debug');
    getLogger('o4').setLevel(ERROR);
    expect(effective('o4')).toEqual([DEBUG]);
    end();
    expect(effective('o4')).toEqual([ERROR]);
  });

  it('of the root logger are written with its name or without any', () => {
    override('root=ERROR');
    expect(effective('', 'o5')).toEqual([ERROR, ERROR]);
    override('INFO');
    expect(effective('')).toEqual([INFO]);
  });

  it('know the levels that the program named', () => {
    addLevelName(7, 'WHISPER');
    override('o6=whisper');
    expect(effective('o6')).toEqual([7]);
  });

  it('leave a logger to its ancestors with NOTSET', () => {
    getLogger('o7').setLevel(ERROR);
    override('o7=NOTSET');
    expect(effective('o7')).toEqual([WARNING]);
    expect(getLogger('o7').ownLevel).toBe(NOTSET);
  });

  it('end after the time that stands behind them, each in its own', () => {
    override('o8.a=DEBUG@90s,o8.b=DEBUG@2h,o8.c=DEBUG@40d,o8.d=DEBUG');
    fake.advance(89_999);
    expect(effective('o8.a', 'o8.b')).toEqual([DEBUG, DEBUG]);
    fake.advance(1);
    expect(effective('o8.a', 'o8.b')).toEqual([WARNING, DEBUG]);
    fake.advance(7_200_000);
    expect(effective('o8.b', 'o8.c')).toEqual([WARNING, DEBUG]);
    fake.advance(40 * 86_400_000);
    expect(effective('o8.c', 'o8.d')).toEqual([WARNING, DEBUG]);
    expect(fake.pendingTimers).toBe(0);
  });

  it('hold for longer than a timer of the host can wait', () => {
    const timer: Platform['timer'] = (delayMs, callback) =>
      fake.timer(Math.min(delayMs, MAX_TIMER_MS), callback);
    using _ = { [Symbol.dispose]: replacePlatform({ ...fake, timer }) };
    override('o8.e=DEBUG@60d');
    fake.advance(60 * 86_400_000 - 1);
    expect(effective('o8.e')).toEqual([DEBUG]);
    fake.advance(1);
    expect([effective('o8.e'), fake.pendingTimers]).toEqual([[WARNING], 0]);
  });

  it('end at a date, and at once if it is past', () => {
    override(`o9=DEBUG@${new Date(fake.now() + 5000).toISOString()}`);
    expect(effective('o9')).toEqual([DEBUG]);
    fake.advance(5000);
    expect(effective('o9')).toEqual([WARNING]);
    override('o9=DEBUG@2001-01-01');
    fake.advance(0);
    expect(effective('o9')).toEqual([WARNING]);
  });

  it('set no timer that outlives them', () => {
    override('o10=DEBUG@15m')[Symbol.dispose]();
    expect([effective('o10'), fake.pendingTimers]).toEqual([[WARNING], 0]);
  });

  it('give way to a later one for the same logger, and come back after it', () => {
    override('o11=INFO');
    override('o11=DEBUG@1m');
    expect(effective('o11')).toEqual([DEBUG]);
    fake.advance(60_000);
    expect(effective('o11')).toEqual([INFO]);
  });

  it('are told of by describeTree and explain', () => {
    getLogger('o12');
    override('o12=DEBUG');
    expect(describeTree()).toMatch(
      /"o12"\n.*Level NOTSET so inherits level DEBUG\n.*Overridden by level DEBUG\n/,
    );
    expect(explain('o12.x', 'DEBUG')).toContain(
      'it reaches the level DEBUG (10), which comes from "o12", overridden',
    );
  });

  it.each([
    [
      'o13=LOUD',
      'o13',
      'Unable to override the level of "o13": unknown level "LOUD" (write a number or one of CRITICAL,',
    ],
    ['o13=', 'root', 'unknown level ""'],
    ['=DEBUG', '', 'there is no name before the level'],
    ['o13=DEBUG@soon', 'o13', '"soon" is neither a time such as 90s, 15m, 2h or 1d nor a date'],
    ['o13=DEBUG@99999999999999d', 'o13', 'is neither a time'],
  ])('refuse %j, and nothing is overridden', (entry, path, message) => {
    const error = ((): unknown => {
      try {
        return override(`o14=DEBUG,${entry}`);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ path, message: expect.stringContaining(message) });
    expect(effective('o14')).toEqual([WARNING]);
  });

  it('from a setting hold as far as they can be read, and the user is told of the rest', () => {
    const { stderrText } = fake;
    const end = overrideLevelsFrom('LOGGIA_LEVELS', 'o15=LOUD,o16=DEBUG,,o17=INFO@never');
    expect(effective('o15', 'o16', 'o17')).toEqual([WARNING, DEBUG, WARNING]);
    expect(fake.stderrText.slice(stderrText.length)).toMatch(
      /^LOGGIA_LEVELS: .*"o15": unknown level "LOUD".*\nLOGGIA_LEVELS: .*"o17": "never" is neither.*\n$/,
    );
    end[Symbol.dispose]();
    expect(effective('o16')).toEqual([WARNING]);
  });

  it('are kept with the dates of their ends', () => {
    const inOneHour = new Date(fake.now() + 3_600_000).toISOString();
    const kept = withEndDates('a=DEBUG@1h, b:INFO ,c=LOUD@1h,d=INFO@2001-01-01,e=DEBUG@0s');
    expect(kept).toBe(`a=DEBUG@${inOneHour}, b:INFO ,c=LOUD@1h`);
    expect(withEndDates(kept)).toBe(kept);
    expect(withEndDates('')).toBe('');
  });
});
