import { afterAll, describe, expect, it } from 'vitest';
import { makeLogRecord } from '../record-factory.js';
import { decode, type Encoded, loadVectors } from '../vectors.testing.js';
import { Formatter, type FormatterOptions } from './formatter.js';

interface Case {
  id: string;
  tz: string;
  formatter: {
    fmt?: string | null;
    datefmt?: string | null;
    style?: '%';
    validate?: boolean;
    defaults?: Encoded;
    converter?: 'localtime' | 'gmtime';
    default_time_format?: string;
    default_msec_format?: string | null;
  };
  record: Encoded;
  expect: {
    result?: string;
    message?: string;
    asctime?: string;
    usesTime?: boolean;
    error?: { type: string; message: string; loose?: boolean };
  };
}

/** What the vectors expect and Loggia does not do: by a case's flag or its id. */
const EXCLUDED: Readonly<Record<string, string>> = {
  intFloat: 'a float with an integral value, such as 736.0 or 1e+16, is an integer in JavaScript',
  'formatter-0029': "a dict's text is JavaScript-like",
  'formatter-0117': "so is a tuple's",
  'formatter-0140': "so is a tuple's",
  'formatter-0205': "so is a tuple's",
  'formatter-0120': "an array stands for Python's tuple; a list is none, and formats as one value",
};

const CONTROLS = /[\0-\x08\x0b-\x1f\x7f-\x9f]/;
const before = process.env['TZ'];

function run({ formatter: given, record: encoded }: Case, sanitize: 'off' | 'control'): Case['expect'] {
  const answer: Case['expect'] = {};
  const record = makeLogRecord(decode(encoded) as Record<string, unknown>);
  try {
    const { fmt, datefmt, style, validate, defaults, converter } = given;
    const options = { datefmt, style, validate, defaults: defaults && decode(defaults), sanitize };
    const present = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
    const formatter = new Formatter(fmt, present as FormatterOptions);
    if (converter !== undefined) formatter.converter = converter === 'gmtime' ? 'utc' : 'local';
    if (given.default_time_format !== undefined) formatter.defaultTimeFormat = given.default_time_format;
    if (given.default_msec_format !== undefined) formatter.defaultMsecFormat = given.default_msec_format;
    answer.usesTime = formatter.usesTime();
    answer.result = formatter.format(record);
    answer.message = record.message;
  } catch (error) {
    const { name: type, message } = error as Error;
    answer.error = { type, message };
  }
  if (record.asctime !== undefined) answer.asctime = record.asctime;
  return answer;
}

/** The one deliberate difference: null and booleans are written as in JavaScript. */
function inJavaScript(text = ''): string {
  return text.replace(/None\b/g, 'null').replace(/True\b/g, 'true');
}

describe('Formatter gives what CPython gives', () => {
  afterAll(() => {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  });

  const cases = loadVectors<Case>('formatter').filter(
    (one) => ![one.id, ...Object.keys(one)].some((key) => key in EXCLUDED),
  );
  it.each(cases)('$id', (one) => {
    process.env['TZ'] = one.tz;
    const { result, asctime, usesTime, message, error } = one.expect;
    for (const sanitize of ['off', 'control'] as const) {
      if (sanitize === 'control' && CONTROLS.test(result ?? '')) continue;
      const answer = run(one, sanitize);
      if (error !== undefined) {
        expect(answer.error).toEqual({
          type: error.type,
          message: error.loose ? expect.any(String) : error.message,
        });
      } else {
        expect(answer).toEqual({
          result: inJavaScript(result),
          message: inJavaScript(message),
          ...(asctime !== undefined && { asctime }),
          usesTime,
        });
      }
    }
  });
});
