import { type Caller, parseStack } from '@loggia/core';

type Boundary = (...args: never[]) => unknown;

/** V8's additions to `Error`, which SpiderMonkey and JavaScriptCore have taken over in part. */
interface StackCapture {
  stackTraceLimit?: number;
  captureStackTrace?(target: object, boundary: Boundary): void;
}

/** Wrappers of logging functions are rarely deeper than this. */
const MAX_FRAMES = 50;

/** The frame that called `boundary`, or the one `stackLevel - 1` further out; undefined if it cannot be told. */
export function findCaller(boundary: Boundary, stackLevel: number): Caller | undefined {
  const lines = stackAbove(boundary);
  const found = lines.flatMap((line) => parseStack(line).map((frame) => ({ line, frame })));
  const index = Math.max(stackLevel, 1) - 1;
  const caller = found[index];
  if (caller === undefined) return undefined;
  const stack = lines.slice(lines.indexOf(caller.line)).join('\n');
  return { ...caller.frame, stack };
}

/** The lines of the frames outside `boundary`, the innermost first; empty if it is not on the stack. */
function stackAbove(boundary: Boundary): string[] {
  const capture = Error as StackCapture;
  const limit = capture.stackTraceLimit;
  // The application's own limit may be too small, and is put back.
  if (limit !== undefined) capture.stackTraceLimit = MAX_FRAMES;
  const holder: { stack?: string } = {};
  // Only V8 has a limit, and only there does the boundary surely count.
  const isExact = limit !== undefined && capture.captureStackTrace !== undefined;
  if (isExact) capture.captureStackTrace?.(holder, boundary);
  const stack = isExact ? holder.stack : new Error().stack;
  if (limit !== undefined) capture.stackTraceLimit = limit;
  const lines = stack?.split('\n').filter((line) => line.trim() !== '') ?? [];
  return isExact ? lines.filter((line) => /^\s+at /.test(line)) : linesAfter(lines, boundary.name);
}

/** Without help from the engine, the boundary is known by its name only: its outermost frame in a row counts. */
function linesAfter(lines: readonly string[], name: string): string[] {
  const index = lines.findIndex((line) => name !== '' && parseStack(line)[0]?.funcName === name);
  return index < 0 ? [] : lines.slice(index + 1);
}
