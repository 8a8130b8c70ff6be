import type { StackFrame } from './caller.js';

/** V8's additions to `Error`, which SpiderMonkey and JavaScriptCore have taken over. */
interface StackSettings {
  stackTraceLimit?: number;
  prepareStackTrace?: unknown;
}

/**
 * Takes a stack of at most `limit` lines, whatever the application has set; its settings are put back before
 * this returns. For platforms.
 *
 * @param read - Takes the stack, and gives its frames; it may be called twice.
 * @example
 * ```ts
 * import { parseStack, withStackLimit } from '@loggia/core';
 * const [here] = withStackLimit(1, () => parseStack(String(new Error().stack)));
 * here?.lineno; // the line above
 * ```
 */
export function withStackLimit<Frame extends StackFrame>(limit: number, read: () => Frame[]): Frame[] {
  const settings = Error as StackSettings;
  const isOwn = Object.hasOwn(settings, 'stackTraceLimit');
  const { stackTraceLimit, prepareStackTrace } = settings;
  // Where errors are frozen, setting fails and what the engine gives must do.
  Reflect.set(settings, 'stackTraceLimit', limit);
  try {
    const frames = read();
    if (frames.length > 0 || prepareStackTrace === undefined) return frames;
    // The hook may map places back to their sources, so it went first; but it may also answer with anything.
    Reflect.set(settings, 'prepareStackTrace', undefined);
    return read();
  } finally {
    if (prepareStackTrace !== undefined) Reflect.set(settings, 'prepareStackTrace', prepareStackTrace);
    if (isOwn) Reflect.set(settings, 'stackTraceLimit', stackTraceLimit);
    else Reflect.deleteProperty(settings, 'stackTraceLimit');
  }
}
