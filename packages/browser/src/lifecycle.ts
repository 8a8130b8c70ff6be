import type { ExitPhase } from '@loggia/core';
import { type EventSource, listen } from './listen.js';

/** Workers have no document. */
interface Scope extends EventSource {
  readonly document?: EventSource & { readonly visibilityState: string };
}

type Listened = readonly [source: EventSource | undefined, type: string, listener: () => void];

/** Calls back when the page is hidden (it may never be seen again), and when it goes or freezes. */
export function onPageExit(callback: (phase: ExitPhase) => void): () => void {
  const scope = globalThis as unknown as Scope;
  const exit = (): void => callback('exit');
  const hide = (): void => {
    if (!isVisible()) callback('leaving');
  };
  // `beforeunload` and `unload` are left alone: they keep a page out of the back/forward cache, and phones skip them.
  return listenTo([
    [scope, 'pagehide', exit],
    [scope.document, 'freeze', exit],
    [scope.document, 'visibilitychange', hide],
  ]);
}

/** Calls back when there is a network again, or the page is back: shown, thawed, or out of the cache. */
export function onPageResume(callback: () => void): () => void {
  const scope = globalThis as unknown as Scope;
  const show = (): void => {
    if (isVisible()) callback();
  };
  return listenTo([
    [scope, 'online', callback],
    [scope, 'pageshow', callback],
    [scope.document, 'resume', callback],
    [scope.document, 'visibilitychange', show],
  ]);
}

function listenTo(all: readonly Listened[]): () => void {
  const ends = all.map((one) => listen(...one));
  return () => {
    for (const end of ends) end();
  };
}

function isVisible(): boolean {
  return (globalThis as unknown as Scope).document?.visibilityState !== 'hidden';
}
