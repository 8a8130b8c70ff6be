import { type Caller, parseStack, withStackLimit } from '@loggia/core';

type Boundary = (...args: never[]) => unknown;

/** How many frames `Caller.stack` shows; as many as V8 does on its own. */
const FRAMES = 10;

/** The frame that called `boundary`, or one further out; see `Platform.caller` in core. */
export function captureCaller(boundary: Boundary, stackLevel: number): Caller | undefined {
  const skip = Math.max(0, Math.floor(stackLevel) - 1 || 0);
  // Native frames have no source, and do not count. Too large a level means the outermost frame, as in Python.
  return withStackLimit(skip + FRAMES, () => parseStack(captureText(boundary), skip + 1)).at(-1);
}

function captureText(boundary: Boundary): string {
  const holder: { stack?: unknown } = {};
  try {
    Error.captureStackTrace(holder, boundary);
    return typeof holder.stack === 'string' ? holder.stack : '';
  } catch {
    // The application's hook has thrown.
    return '';
  }
}
