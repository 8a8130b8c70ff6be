import type { Caller } from './platform.js';
import { shared, state } from './state.js';

/** A function of Loggia's that applications call. */
export type EntryPoint = (...args: never[]) => unknown;

interface CallSite {
  /**
   * Set by what wraps a logger (an adapter, a module function) on the way to it; used up by the record that the
   * logger then makes. One thread runs the code, so nothing comes between.
   */
  outermost: EntryPoint | null;
  /** The logger's own method that was called, for the caller that is looked up next. */
  innermost: EntryPoint | null;
}

// Shared, since a wrapper of one copy of Loggia may lead to a logger of another.
const site: CallSite = /* @__PURE__ */ shared('callSite', () => ({ outermost: null, innermost: null }));

/** Notes the function through which the application came in. What was noted before led nowhere. */
export function enterThrough(point: EntryPoint): void {
  site.outermost = point;
}

/** What {@link enterThrough} noted, which is then forgotten. */
export function takeEntryPoint(): EntryPoint | null {
  const point = site.outermost;
  site.outermost = null;
  return point;
}

/** Whether records need to know who called. */
export function wantsCaller(stackInfo: boolean | undefined): boolean {
  const { callerInfo } = state.settings;
  return stackInfo === true || callerInfo === true || (callerInfo === 'auto' && state.callerWanted);
}

/** Notes the logger's method that was called, and what {@link takeEntryPoint} gave, for {@link findCallSite}. */
export function enterLogger(outer: EntryPoint | null, method: EntryPoint): void {
  site.outermost = outer;
  site.innermost = method;
}

/**
 * The call that is being logged: what called the outermost function of ours. Where that is not on the stack
 * (a wrapper that was overridden may have left its name behind), what called the logger's method, or `asker`.
 */
export function findCallSite(asker: EntryPoint, stackLevel: number): Caller | undefined {
  const { platform, renderer } = state;
  const find = (point: EntryPoint): Caller | undefined =>
    platform.caller ? platform.caller(point, stackLevel) : renderer.caller(point, stackLevel);
  const outer = takeEntryPoint();
  const inner = site.innermost ?? asker;
  site.innermost = null;
  return (outer && find(outer)) ?? find(inner);
}
