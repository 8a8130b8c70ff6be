import { clipToJSONBytes, utf8Length } from './utf8.js';

/** A record as it goes into a request. */
export interface EncodedRecord {
  readonly text: string;
  /** The size of `text` in UTF-8. */
  readonly bytes: number;
  /** Whether parts were left out because the record was too large. */
  readonly truncated: boolean;
}

type Data = Readonly<Record<string, unknown>>;

/** Enough of a name, a level or an error's message to tell what it was. */
const SHORT_TEXT_BYTES = 1000;
const SHORT_STACK_BYTES = 8000;

/**
 * A record's JSON with its seq. One of more than `maxBytes` loses the end of its message or, if that is not
 * enough, its `extra`, or else all that is not needed to tell what it was; a mark says so in its place.
 *
 * @throws TypeError if JSON cannot hold a value.
 * @example
 * ```ts
 * import { encodeRecord, makeLogRecord } from '@loggia/core';
 * const { bytes } = encodeRecord({ ...makeLogRecord({ msg: 'open' }).toJSON() }, 0, 65_536);
 * console.log(bytes < 200); // true
 * ```
 */
export function encodeRecord(data: Data, seq: number, maxBytes: number): EncodedRecord {
  const numbered: Data = Object.assign({ seq }, data, { seq });
  const text = JSON.stringify(numbered);
  const bytes = utf8Length(text);
  if (bytes <= maxBytes) return { text, bytes, truncated: false };

  const mark = `[truncated: ${bytes} bytes]`;
  // The text of the message says more than the format it was made from.
  const { msg: _, ...rest } = numbered;
  const attempts = [rest, { ...rest, extra: { truncated: mark } }, essence(rest, mark)];
  let short = '';
  for (const attempt of attempts) {
    short = clipMessage(attempt, mark, maxBytes);
    if (utf8Length(short) <= maxBytes) break;
  }
  return { text: short, bytes: utf8Length(short), truncated: true };
}

/** The JSON of `data`, its message as long as fits, but never so short that it says nothing. */
function clipMessage(data: Data, mark: string, maxBytes: number): string {
  const text = JSON.stringify(data);
  const { message } = data;
  const over = utf8Length(text) - maxBytes;
  if (over <= 0 || typeof message !== 'string') return text;
  const room = utf8Length(JSON.stringify(message)) - 2 - over - mark.length - 4;
  const clipped = clipToJSONBytes(message, Math.max(room, SHORT_TEXT_BYTES));
  return clipped === message ? text : JSON.stringify({ ...data, message: `${clipped}… ${mark}` });
}

function essence(data: Data, mark: string): Data {
  const { seq, levelno, created, error, excText } = data;
  const { type, message, stack } = (error ?? {}) as Data;
  return {
    seq,
    name: clip(data['name'], SHORT_TEXT_BYTES),
    levelno,
    levelname: clip(data['levelname'], SHORT_TEXT_BYTES),
    message: data['message'],
    created,
    excText: clip(excText, SHORT_STACK_BYTES),
    error: error && {
      type: clip(type, SHORT_TEXT_BYTES),
      message: clip(message, SHORT_TEXT_BYTES),
      stack: clip(stack, SHORT_STACK_BYTES),
    },
    extra: { truncated: mark },
  };
}

function clip(value: unknown, bytes: number): unknown {
  return typeof value === 'string' ? clipToJSONBytes(value, bytes) : value;
}
