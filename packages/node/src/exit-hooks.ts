import { setImmediate } from 'node:timers';
import { type ExitPhase, flushHandlers, getStats, reportError } from '@loggia/core';
import { builtin } from './builtin.js';

type Callback = (phase: ExitPhase) => void;

/** What ends a process unless it listens. In worker threads there are no signals. */
const SIGNALS: readonly NodeJS.Signals[] = /* @__PURE__ */ ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** How often the end may be put off for what was logged meanwhile: a limit for programs that never stop. */
const MAX_ROUNDS = 8;
/**
 * How long a signal may be put off while handlers send what they hold, in milliseconds: a person who pressed Ctrl-C
 * waits for it, and what stops services kills them after ten seconds or more.
 */
const GOODBYE_MS = 2000;

const callbacks: Set<{ readonly callback: Callback }> = /* @__PURE__ */ new Set();
let isListening = false;
let rounds = 0;
let emittedWhenQuiet = -1;
/** The signal that is about to end the process. */
let deadly: NodeJS.Signals | undefined;
/** Whether what is left to do has to be done at once. */
let isDying = false;

/**
 * Calls back when the process may be about to end: `leaving` when the event loop runs dry, and for a signal; `exit`
 * for `process.exit`, an uncaught error, the natural end, and at last for a signal that nobody else handles. How and
 * with what status the process ends does not change. SIGKILL cannot be heard of.
 *
 * At the natural end, and for a signal that nobody else handles, all handlers are flushed; the process waits for them,
 * in the latter case for two seconds at most, or until the next signal.
 *
 * A callback that is added while the process exits is called at once.
 */
export function onExit(callback: Callback): () => void {
  // Listeners to `exit` that are added now are not called any more.
  if (isExiting()) {
    call(callback, 'exit');
    return () => {};
  }
  const entry = { callback };
  if (!isListening) listen();
  callbacks.add(entry);
  return () => callbacks.delete(entry);
}

/** Whether what is left to do has to be done at once, since the event loop will not turn again. */
export function isExiting(): boolean {
  return isDying || (process as { _exiting?: boolean })._exiting === true;
}

/**
 * From here on, for good: Node forgets a signal that has come in when nobody listens any more by the time it would
 * tell, and the process would live on as if it had never been asked to end.
 */
function listen(): void {
  isListening = true;
  process.on('beforeExit', onBeforeExit).on('exit', onProcessExit);
  // First in line, so that other listeners can be left alone with the signal; see onSignal.
  if (builtin('node:worker_threads').isMainThread)
    for (const signal of SIGNALS) process.prependListener(signal, onSignal);
}

// Work that a callback starts keeps the loop alive, and the loop runs dry again when it is done. Only what was
// logged since then is a reason for another round: else a server that is down would keep the process alive.
function onBeforeExit(): void {
  if (getStats().emitted === emittedWhenQuiet || ++rounds > MAX_ROUNDS) return;
  void flushHandlers();
  callAll('leaving');
  emittedWhenQuiet = getStats().emitted;
  // What other listeners log right now, they would log at the end of each round.
  setImmediate(() => {
    emittedWhenQuiet = getStats().emitted;
  }).unref();
}

/** Does what is done at the end, for a thread that ends together with another. */
export function announceExit(): void {
  isDying = true;
  callAll('exit');
  // What queues and other handlers have just passed on.
  void flushHandlers();
}

function onProcessExit(): void {
  announceExit();
  // Whatever the application did meanwhile, without us the signal would have ended it.
  if (deadly !== undefined) die(deadly);
}

/**
 * Node stays alive on a signal that somebody listens to. If it is only us, the signal is sent again without us when
 * handlers have sent what they hold, so that it does what it always does. Else the end is up to the others; some of
 * them (`signal-exit`) look whether they are alone, as we do, so we are not among the listeners until all of them
 * have been called.
 */
function onSignal(signal: NodeJS.Signals): void {
  if (deadly !== undefined) onProcessExit();
  else if (process.listenerCount(signal) === 1) {
    deadly = signal;
    sayGoodbye();
  } else {
    callAll('leaving');
    process.off(signal, onSignal);
    queueMicrotask(() => process.off(signal, onSignal).prependListener(signal, onSignal));
  }
}

async function sayGoodbye(): Promise<void> {
  const timeout = new Promise<'late'>((resolve) => setTimeout(resolve, GOODBYE_MS, 'late'));
  let emitted = -1;
  // What is logged meanwhile gets its time, too.
  for (let round = 0; round < MAX_ROUNDS && getStats().emitted !== emitted; round++) {
    ({ emitted } = getStats());
    const flushed = flushHandlers();
    callAll('leaving');
    if ((await Promise.race([flushed, timeout])) === 'late') break;
  }
  onProcessExit();
}

function die(signal: NodeJS.Signals): void {
  process.off(signal, onSignal);
  process.kill(process.pid, signal);
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
