import { setImmediate } from 'node:timers';
import { isMainThread } from 'node:worker_threads';
import { type ExitPhase, getStats, reportError } from '@loggia/core';

type Callback = (phase: ExitPhase) => void;

/** What ends a process unless it listens. In worker threads there are no signals. */
const SIGNALS: readonly NodeJS.Signals[] = /* @__PURE__ */ ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** How often the event loop may run dry and be told of it: a limit for programs that log whenever it does. */
const MAX_ROUNDS = 8;

const callbacks: Set<{ readonly callback: Callback }> = /* @__PURE__ */ new Set();
let rounds = 0;
let emittedWhenQuiet = -1;
/** Whether a signal is about to end the process. */
let isDying = false;

/**
 * Calls back when the process may be about to end: `leaving` when the event loop runs dry, and for a signal that
 * the application handles itself; `exit` for `process.exit`, an uncaught error, the natural end, and a signal that
 * nobody else handles. How and with what status the process ends does not change. SIGKILL cannot be heard of.
 *
 * A callback that is added while the process exits is called at once.
 */
export function onExit(callback: Callback): () => void {
  // Listeners to `exit` that are added now are not called any more.
  if (isDying || (process as { _exiting?: boolean })._exiting === true) {
    call(callback, 'exit');
    return () => {};
  }
  const entry = { callback };
  if (callbacks.size === 0) listen();
  callbacks.add(entry);
  return () => {
    if (callbacks.delete(entry) && callbacks.size === 0) unlisten();
  };
}

function listen(): void {
  process.on('beforeExit', onBeforeExit).on('exit', onProcessExit);
  // First in line, so that other listeners can be left alone with the signal; see onSignal.
  if (isMainThread) for (const signal of SIGNALS) process.prependListener(signal, onSignal);
}

function unlisten(): void {
  process.off('beforeExit', onBeforeExit).off('exit', onProcessExit);
  if (isMainThread) for (const signal of SIGNALS) process.off(signal, onSignal);
}

// Work that a callback starts keeps the loop alive, and the loop runs dry again when it is done. Only what was
// logged since then is a reason for another round: else a server that is down would keep the process alive.
function onBeforeExit(): void {
  if (getStats().emitted === emittedWhenQuiet || ++rounds > MAX_ROUNDS) return;
  callAll('leaving');
  emittedWhenQuiet = getStats().emitted;
  // What other listeners log right now, they would log at the end of each round.
  setImmediate(() => {
    emittedWhenQuiet = getStats().emitted;
  }).unref();
}

function onProcessExit(): void {
  callAll('exit');
}

/**
 * Node stays alive on a signal that somebody listens to. If it is only us, the signal is sent again without us, so
 * that it does what it always does. Else the end is up to the others; some of them (`signal-exit`) look whether they
 * are alone, as we do, so we are not among the listeners until all of them have been called.
 */
function onSignal(signal: NodeJS.Signals): void {
  const alone = process.listenerCount(signal) === 1;
  isDying = alone;
  callAll(alone ? 'exit' : 'leaving');
  process.off(signal, onSignal);
  if (alone) process.kill(process.pid, signal);
  else
    queueMicrotask(
      () => callbacks.size > 0 && process.off(signal, onSignal).prependListener(signal, onSignal),
    );
}

function callAll(phase: ExitPhase): void {
  for (const { callback } of [...callbacks]) call(callback, phase);
}

function call(callback: Callback, phase: ExitPhase): void {
  try {
    callback(phase);
  } catch (error) {
    reportError(null, error);
  }
}
