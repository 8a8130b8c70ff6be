import type { ExitPhase } from '@loggia/core';

/** What of a page's or a worker's global object is listened to. Workers have no document. */
interface Scope {
  readonly document?: Document;
  addEventListener?(type: string, listener: () => void, options: { capture: true }): void;
  removeEventListener?(type: string, listener: () => void, options: { capture: true }): void;
}

// `beforeunload` and `unload` are left alone: they keep a page out of the back/forward cache, and phones skip them.
const EXIT = ['pagehide'];
const RESUME = ['online', 'pageshow'];
const CAPTURE = { capture: true } as const;

/** Calls back when the page is hidden (it may never be seen again), and when it goes or freezes. */
export function onPageExit(callback: (phase: ExitPhase) => void): () => void {
  return listen(
    EXIT,
    ['freeze'],
    () => callback('exit'),
    () => {
      if (!isVisible()) callback('leaving');
    },
  );
}

/** Calls back when there is a network again, or the page is back: shown, thawed, or out of the cache. */
export function onPageResume(callback: () => void): () => void {
  return listen(RESUME, ['resume'], callback, () => {
    if (isVisible()) callback();
  });
}

/**
 * Listens in the capture phase, so that no listener of the application can stop the event first.
 *
 * @param onScope - Events of the window or worker for which `callback` is called.
 * @param onDocument - Events of the document for which it is called.
 */
function listen(
  onScope: readonly string[],
  onDocument: readonly string[],
  callback: () => void,
  visibility: () => void,
): () => void {
  const scope = globalThis as unknown as Scope;
  const { document } = scope;
  const entries: [Scope | undefined, string, () => void][] = [
    ...onScope.map((type): [Scope, string, () => void] => [scope, type, callback]),
    ...onDocument.map((type): [Scope | undefined, string, () => void] => [document as Scope, type, callback]),
    [document as Scope | undefined, 'visibilitychange', visibility],
  ];
  for (const [target, type, listener] of entries) target?.addEventListener?.(type, listener, CAPTURE);
  return () => {
    for (const [target, type, listener] of entries) target?.removeEventListener?.(type, listener, CAPTURE);
  };
}

function isVisible(): boolean {
  return (globalThis as unknown as Scope).document?.visibilityState !== 'hidden';
}
