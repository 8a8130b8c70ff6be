import { describeError, type ErrorData } from './error-data.js';

/**
 * The text of a thrown value: `Name: message` first, whatever the engine's stacks begin with, then the frames
 * as the engine wrote them, the errors of an `AggregateError`, and the chain of causes. No line end comes last.
 * It never throws.
 *
 * @example
 * ```ts
 * import { errorText } from '@loggia/core';
 * console.log(errorText(new Error('no answer', { cause: new TypeError('bad url') })));
 * ```
 */
export function errorText(error: unknown): string {
  return textOf(describeError(error));
}

function textOf(data: ErrorData): string {
  const header = data.message === '' ? data.type : `${data.type}: ${data.message}`;
  const frames = framesOf(data.stack, header);
  let text = frames === '' ? header : `${header}\n${frames}`;
  // Indented, since an error's own causes and errors stand below it and could pass for the outer one's.
  data.errors?.forEach((one, i) => {
    text += `\n  [${i + 1}] ${textOf(one).replaceAll('\n', '\n  ')}`;
  });
  return data.cause === undefined ? text : `${text}\nCaused by: ${textOf(data.cause)}`;
}

/**
 * A stack without the header that V8 puts before it. That header was made with the error, so it may be stale,
 * and it has as many lines as the message had; SpiderMonkey and JavaScriptCore write frames alone.
 */
function framesOf(stack: string, header: string): string {
  const text = stack.trimEnd();
  if (text === header) return '';
  if (text.startsWith(`${header}\n`)) return text.slice(header.length + 1);
  const v8 = text.search(/^ +at /m);
  return v8 < 0 ? text : text.slice(v8);
}
