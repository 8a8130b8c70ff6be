import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  ConfigError,
  describeTree,
  getHandlerByName,
  getLogger,
  Handler,
  shutdown,
  WARNING,
} from '@loggia/core';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fileConfig } from '../config.js';
import { EVERY_HANDLER, SIMPLE } from './documents.testing.js';

const before = process.cwd();
const directory = mkdtempSync(join(tmpdir(), 'loggia-fileconfig-'));
beforeAll(() => process.chdir(directory));
afterAll(() => {
  process.chdir(before);
  rmSync(directory, { recursive: true });
});
afterEach(async () => {
  fileConfig({ text: ini({}) }, { disableExistingLoggers: false });
  await shutdown();
});

/** A file with one handler on the root, unless the sections say otherwise. */
function ini({ handler = '', root = 'handlers=', handlers = '', rest = '' }): string {
  const names = handler === '' ? handlers : 'h';
  const section = handler === '' ? '' : `[handler_h]\n${handler}\n`;
  const sections = `[loggers]\nkeys=root\n[handlers]\nkeys=${names}\n[formatters]\nkeys=\n`;
  return `${sections}[logger_root]\n${handler === '' ? root : 'handlers=h'}\n${section}${rest}`;
}

function failure(text: string, options = {}): ConfigError {
  const tree = describeTree();
  try {
    fileConfig({ text, filename: 'x.conf' }, options);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    expect(describeTree()).toBe(tree);
    return error as ConfigError;
  }
  throw new Error('it is no failure');
}

function pathsOf(error: ConfigError): string[] {
  return error.problems.map(({ path, message }) => `${path}: ${message}`);
}

class EventHandler extends Handler {
  readonly args: unknown[];

  constructor(...args: unknown[]) {
    super();
    this.args = args;
  }
}

describe('an INI file', () => {
  it.each(['disableExistingLoggers', 'disable_existing_loggers'])(
    'leaves loggers alone with %s',
    (option) => {
      const existing = getLogger('existing');
      fileConfig({ text: ini({}) }, { [option]: false });
      expect(existing.disabled).toBe(false);
      fileConfig({ text: ini({}) }, { [option]: true });
      expect(existing.disabled).toBe(true);
    },
  );

  it('of the documents of Python is applied unchanged', () => {
    fileConfig({ text: SIMPLE });
    const simple = getLogger('simpleExample');
    expect([simple.propagate, simple.level, String(simple.handlers[0])]).toEqual([
      false,
      10,
      expect.stringMatching(/^<StreamHandler .*\(DEBUG\)>$/),
    ]);
    fileConfig({ text: EVERY_HANDLER });
    expect(getHandlerByName('hand01')).toBe(getLogger('compiler.parser').handlers[0]);
    expect(getHandlerByName('hand02')).toMatchObject({ level: 10, mode: 'w' });
    expect(getHandlerByName('hand03')).toMatchObject({ host: 'localhost', port: 9020 });
    expect(getHandlerByName('hand04')).toMatchObject({ host: 'localhost', port: 9021, level: WARNING });
    expect(getHandlerByName('hand05')).toMatchObject({ address: ['localhost', 514], facility: 1 });
    // Where there is no event log of Windows, the handler says so, and the rest works, as in Python.
    expect(getHandlerByName('hand06')).toMatchObject({ appname: 'Python Application' });
    expect(getHandlerByName('hand07')).toMatchObject({ toaddrs: ['user1@abc', 'user2@xyz'] });
    expect(getHandlerByName('hand08')).toMatchObject({ capacity: 10, flushLevel: 40, target: null });
    expect(getHandlerByName('hand09')).toMatchObject({ level: 0 });
    expect(readFileSync('python.log', 'utf8')).toBe('');
  });

  it('is read from a file by its name or address, with its encoding', () => {
    const text = ini({ handler: "class=FileHandler\nargs=('é.log',)\nkwargs={'encoding': 'utf-8'}" });
    writeFileSync('latin.conf', text, 'latin1');
    fileConfig('latin.conf', { encoding: 'latin-1' });
    expect(existsSync('é.log')).toBe(true);
    writeFileSync('bom.conf', `\ufeff${text.replace('é', 'bom')}`);
    fileConfig(pathToFileURL('bom.conf'));
    expect(existsSync('bom.log')).toBe(true);
  });

  it('gives classes of the application their arguments, and what is left as one object', () => {
    const handler = "class=shop.Handler\nargs=('a', 1)\nkwargs={'b': [2]}";
    fileConfig({ text: ini({ handler }) }, { classes: { 'shop.Handler': EventHandler } });
    expect(getHandlerByName('h')).toMatchObject({ args: ['a', 1, { b: [2] }] });
    fileConfig(
      { text: ini({ handler: 'class=shop.Handler' }) },
      { ext: { shop: { Handler: EventHandler } } },
    );
    expect(getHandlerByName('h')).toMatchObject({ args: [{}] });
  });

  it('knows what the application passes by name', () => {
    const lines: string[] = [];
    const text = ini({ handler: 'class=StreamHandler\nargs=(shop.out,)', rest: '' });
    fileConfig({ text }, { ext: { shop: { out: { write: (line: string) => lines.push(line) } } } });
    getLogger('s').warning('seen');
    expect(lines).toEqual(['seen\n']);
  });

  it('keeps a handler open that has not changed since the last one', () => {
    const handler = "class=FileHandler\nargs=('kept.log', 'a')\nlevel=INFO";
    fileConfig({ text: ini({ handler }) });
    const kept = getHandlerByName('h');
    fileConfig({
      text: ini({ handler: "class=FileHandler\nargs=('kept.log',)\nkwargs={'mode': 'a'}\nlevel=ERROR" }),
    });
    expect(getHandlerByName('h')).toBe(kept);
    expect(kept?.level).toBe(40);
    fileConfig({ text: ini({ handler: "class=FileHandler\nargs=('other.log', 'a')" }) });
    expect(getHandlerByName('h')).not.toBe(kept);
  });

  it('may hold values for other values, and formats that need not be valid', () => {
    const rest = '[formatter_f]\nformat=no field\nvalidate=False\n';
    const handler = "class=FileHandler\nstem=my\nargs=('%(stem)s.log',)\nformatter=f";
    fileConfig({ text: ini({ handler, rest }).replace('[formatters]\nkeys=', '[formatters]\nkeys=f') });
    expect(existsSync('my.log')).toBe(true);
  });
});

describe('what is wrong with an INI file', () => {
  it('is told all at once, each with its place, and nothing is changed', () => {
    const text = EVERY_HANDLER.replace('hand02]\nclass', 'hand02]\nclas')
      .replace("'w')", "'x', maxBytes)")
      .replace('level=WARN\n', 'level=WARM\n')
      .replace('(10, ERROR)', '(10, ERRO)')
      .replace("'timeout'", "'timeot'")
      .replace("'GET')", "'PUT')")
      .replace('qualname=', 'qualnam=')
      .replace('handlers=hand01\n', 'handlers=hand01,hand1\n');
    const error = failure(text, { classes: { 'shop.EventHandler': EventHandler } });
    expect(error).toMatchObject({ path: 'handler_hand02.class', pythonName: 'KeyError' });
    expect(error.message.split('\n  ')).toEqual([
      "'class': handler_hand02.class: missing: add it to [handler_hand02]",
      "handler_hand02.args: name 'maxBytes' is not defined (pass what is yours as { ext })",
      'handler_hand02.clas: unknown option (did you mean class?)',
      "handler_hand08.args: name 'ERRO' is not defined (did you mean ERROR?)",
      "logger_root.handlers: 'hand1' is not among the keys of [handlers] (did you mean hand01?)",
      'logger_parser.qualname: missing: add it to [logger_parser]',
      'logger_parser.qualnam: unknown option (did you mean qualname?)',
      expect.stringMatching(
        /^handler_hand04.level: unknown level 'WARM' \(did you mean WARN\?\): use CRITICAL/,
      ),
      'handler_hand07.kwargs: timeot: unknown option of SMTPHandler (did you mean timeout?)',
      expect.stringMatching(/^handler_hand09.args: method: must be 'POST' or 'GET'.*not 'PUT'$/),
    ]);
    expect(existsSync('x')).toBe(false);
  });

  it.each<[string, string, string]>([
    [
      "class=FileHandler\nargs=('a.log')",
      'TypeError',
      "handler_h.args: args must be a tuple, not a string: write a comma, ('a.log',)",
    ],
    [
      'class=FileHandler\nargs=(1)',
      'TypeError',
      "handler_h.args: args must be a tuple such as (1, 'a'), not 1",
    ],
    [
      "class=FileHandler\nargs=('a', 'w', None, True, None, 6)",
      'TypeError',
      'handler_h.class: FileHandler() takes 5 positional arguments at most (filename, mode, encoding, delay, errors), not 6',
    ],
    [
      "class=FileHandler\nargs=('a',)\nkwargs={'filename': 'b'}",
      'TypeError',
      "handler_h.class: FileHandler() got multiple values for argument 'filename'",
    ],
    [
      "class=FileHandler\nkwargs={'()': 'b'}",
      'TypeError',
      "handler_h.class: FileHandler() got an unexpected keyword argument '()'",
    ],
    [
      "class=FileHandler\nkwargs={'class': 'b'}",
      'TypeError',
      "handler_h.class: FileHandler() got an unexpected keyword argument 'class'",
    ],
    [
      'class=FileHandler\nkwargs=[1]',
      'TypeError',
      "handler_h.kwargs: must be a dict such as {'delay': True}, not [1]",
    ],
    [
      "class=FileHandler\nargs=(__import__('os').system('x'),)",
      'SyntaxError',
      "handler_h.args: '__import__' would be called, and nothing is ever called; found \"('os').system('x'),)\" at character 12",
    ],
    [
      'class=StreamHandler\nargs=(sys.exit,)',
      'AttributeError',
      "handler_h.args: module 'sys' has no attribute 'exit' (pass what is yours as { ext })",
    ],
    [
      'class=StreamHandler\nargs=(os.environ,)',
      'NameError',
      "handler_h.args: name 'os' is not defined (pass what is yours as { ext })",
    ],
    [
      'class=StreamHandler\nargs=(%(x)s,)\nx=%(args)s',
      'InterpolationDepthError',
      "handler_h.args: Recursion limit exceeded in value substitution: option 'args' in section 'handler_h' contains an interpolation key which cannot be substituted in 10 steps. Raw value: '(%(x)s,)'",
    ],
    [
      "class=FileHandler\nargs=('/proc/nope/a.log',)",
      'ValueError',
      expect.stringMatching(/^handler_h\.args: filename: .*ENOENT/) as never,
    ],
  ])('is told of %j as Python tells it', (handler, pythonName, problem) => {
    const error = failure(ini({ handler }));
    expect(error.pythonName).toBe(pythonName);
    expect(pathsOf(error)).toEqual([problem]);
  });

  it('is a file that is not there, holds nothing, or no text', () => {
    expect(() => fileConfig('nope.conf')).toThrow("nope.conf doesn't exist");
    expect(() => fileConfig(directory)).toThrow(/^Unable to read .*EISDIR/);
    expect(failure('')).toMatchObject({ pythonName: 'RuntimeError', message: 'x.conf is an empty file' });
    writeFileSync('bytes.conf', Uint8Array.of(0xff));
    expect(() => fileConfig('bytes.conf')).toThrow('Unable to read bytes.conf: it is not UTF-8');
  });

  it('is passed over, as Python does, where strict is false', () => {
    const text = ini({ handler: 'class=NullHandler\nleve=INFO' });
    expect(pathsOf(failure(text))).toEqual(['handler_h.leve: unknown option (did you mean level?)']);
    fileConfig({ text }, { strict: false });
    fileConfig({ text: ini({ handler: 'class=NullHandler\ncolour=red' }) });
  });

  it('never does more than make a ConfigError, whatever is mixed up', () => {
    const lines = EVERY_HANDLER.split('\n');
    const other = fc.constantFrom(
      '',
      '[DEFAULT]',
      '__proto__=1',
      'args=({},)',
      'keys=__proto__',
      'keys=hand01',
      '[handler___proto__]',
      'level=%(level)s',
      "kwargs={'a': ()}",
      ' x',
      'class=constructor',
      'class=NullHandler',
      'qualname=__proto__',
      'args=(b"",)',
      'args=()',
    );
    const change = fc.tuple(fc.nat(lines.length - 1), other, fc.boolean());
    const classes = { 'shop.EventHandler': EventHandler };
    let applied = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
        const changed = [...lines];
        for (const [at, line, isSwap] of changes)
          changed[at] = isSwap ? lines[(at * 7) % lines.length]! : line;
        const tree = describeTree();
        try {
          fileConfig({ text: changed.join('\n') }, { classes });
          applied++;
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
          expect(describeTree()).toBe(tree);
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
    expect(applied).toBeGreaterThan(50);
  });
});
