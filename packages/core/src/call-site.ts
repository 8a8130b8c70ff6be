import type { Caller } from './platform.js';
import { state } from './state.js';

/** A function of Loggia's that applications call. */
export type EntryPoint = (...args: never[]) => unknown;

// Set by what wraps a logger (an adapter, a module function) on the way to it; used up by the record that the
// logger then makes. One thread runs the code, so nothing comes between.
let outermost: EntryPoint | null = null;

/** Notes the function through which the application came in, if none further out has done so. */
export function enterThrough(point: EntryPoint): void {
  outermost ??= point;
}

/** What {@link enterThrough} noted, which is then forgotten. */
export function takeEntryPoint(): EntryPoint | null {
  const point = outermost;
  outermost = null;
  return point;
}

/** Whether records need to know who called. */
export function wantsCaller(stackInfo: boolean | undefined): boolean {
  const { callerInfo } = state.settings;
  return stackInfo === true || callerInfo === true || (callerInfo === 'auto' && state.callerWanted);
}

// The logger's own method that was called, for the caller that is looked up next.
let innermost: EntryPoint | null = null;

/** Notes the logger's method that was called, and what {@link takeEntryPoint} gave, for {@link findCallSite}. */
export function enterLogger(outer: EntryPoint | null, method: EntryPoint): void {
  outermost = outer;
  innermost = method;
}

/**
 * The call that is being logged: what called the outermost function of ours. Where that is not on the stack
 * (a wrapper that was overridden may have left its name behind), what called the logger's method, or `asker`.
 */
export function findCallSite(asker: EntryPoint, stackLevel: number): Caller | undefined {
  const { platform } = state;
  const outer = takeEntryPoint();
  const inner = innermost ?? asker;
  innermost = null;
  return (outer && platform.caller(outer, stackLevel)) ?? platform.caller(inner, stackLevel);
}
