import { type Caller, parseStack } from '@loggia/core';

/** How many frames `Caller.stack` shows; as many as V8 does on its own. */
const FRAMES = 10;

/** The frame that called `boundary`, or one further out; see `Platform.caller` in core. */
export function captureCaller(
  boundary: (...args: never[]) => unknown,
  stackLevel: number,
): Caller | undefined {
  let skip = Math.max(0, Math.floor(stackLevel) - 1 || 0);
  const lines = captureLines(boundary, skip + FRAMES);
  // Native frames have no source, and do not count. Too large a level means the outermost frame, as in Python.
  let found: Omit<Caller, 'stack'> | undefined;
  let at = 0;
  for (let i = 0; i < lines.length && skip >= 0; i++) {
    const [frame] = parseStack(lines[i] as string);
    if (frame === undefined) continue;
    found = frame;
    at = i;
    skip--;
  }
  return found && { ...found, stack: lines.slice(at).join('\n') };
}

function captureLines(boundary: (...args: never[]) => unknown, limit: number): string[] {
  const limitBefore = Error.stackTraceLimit;
  try {
    Error.stackTraceLimit = limit;
    const holder: { stack?: unknown } = {};
    Error.captureStackTrace(holder, boundary);
    // An application's own Error.prepareStackTrace may answer with anything.
    const { stack } = holder;
    return typeof stack === 'string' ? stack.split('\n').filter((line) => /^\s+at /.test(line)) : [];
  } catch {
    // Errors are frozen here, or the application's hook throws: the host cannot tell.
    return [];
  } finally {
    Reflect.set(Error, 'stackTraceLimit', limitBefore);
  }
}
