import { parseStack } from './caller.js';
import type { Caller } from './platform.js';
import { withStackLimit } from './stack-capture.js';
import { state } from './state.js';

type Boundary = (...args: never[]) => unknown;

/** V8's addition to `Error`, which SpiderMonkey and JavaScriptCore have taken over; older ones have not. */
interface StackCapture {
  captureStackTrace?(target: object, boundary: Boundary): void;
}

/** How many frames `Caller.stack` shows, those of Loggia included where the engine cannot leave them out. */
const FRAMES = 25;

/**
 * The frame that called `boundary`, or the one `stackLevel - 1` further out; undefined if it cannot be told.
 * JavaScriptCore forgets functions that end with `return call()` in strict mode (`() => log.info('x')` is one), and
 * SpiderMonkey captures 128 frames at most: what they leave out is not seen here either.
 */
export function findCaller(boundary: Boundary, stackLevel: number): Caller | undefined {
  const skip = Math.max(0, Math.floor(stackLevel) - 1 || 0);
  // Too large a level means the outermost frame, as in Python.
  return withStackLimit(skip + FRAMES, () => framesAbove(boundary, skip + 1)).at(-1);
}

/** At most `count` frames outside `boundary`, the innermost first; none if it is not on the stack. */
function framesAbove(boundary: Boundary, count: number): Caller[] {
  const capture = Error as StackCapture;
  const holder: { stack?: unknown } = {};
  try {
    capture.captureStackTrace?.(holder, boundary);
    if (typeof holder.stack === 'string') {
      const frames = parseStack(holder.stack, count + 2);
      // A stand-in for the engine's function may ignore the boundary: then this function is on the stack.
      const ignored = frames.slice(0, 2).some(({ funcName }) => funcName === framesAbove.name);
      if (!ignored) return frames.slice(0, count);
    }
    return framesBeyond(boundary, parseStack(String(new Error().stack))).slice(0, count);
  } catch {
    // The application's hook has thrown.
    return [];
  }
}

/**
 * Without help from the engine, the boundary is known by its name only, which a minifier changes here and in the
 * stack alike.
 */
function framesBeyond(boundary: Boundary, frames: readonly Caller[]): Caller[] {
  const isNamed = (at: number, name: string): boolean => frames[at]?.funcName === name;
  const { name } = boundary;
  const index = name === '' ? -1 : frames.findIndex((_, at) => isNamed(at, name));
  if (index < 0) return [];
  // An adapter's log() and the functions of the module call a logger's method of the same name; an adapter's other
  // methods come to the logger by log().
  const root = (state.slots.get('manager') as { root: object } | undefined)?.root ?? {};
  const isLoggers = Reflect.get(root, name) !== boundary && !isNamed(index - 1, 'log');
  return frames.slice(index + (isLoggers && isNamed(index + 1, name) ? 2 : 1));
}
