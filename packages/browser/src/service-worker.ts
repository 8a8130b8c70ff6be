import { getPlatform, type HTTPHandler, reportError } from '@loggia/core';
import { recordIn } from './record-message.js';

/** Under this tag the browser calls back when there is a network again, though no page is open. */
const SYNC_TAG = 'loggia';
/** Milliseconds that records wait for company: those of one moment of a page go together. */
const COMPANY_MS = 250;

/** What of a service worker's scope the types of pages leave out. */
interface Scope {
  readonly registration?: { readonly sync?: { register(tag: string): Promise<void> } };
}

interface LastingEvent extends Event {
  readonly tag?: string;
  readonly data?: unknown;
  waitUntil?(work: Promise<unknown>): void;
}

/**
 * Lets a service worker deliver for pages that are gone already: it is kept alive until what came from a page has been
 * sent, and where the browser has Background Sync, called back when there is a network again. Use it while the script
 * runs for the first time, with a handler whose store is on disk: browsers end a service worker whenever they like.
 *
 * In the page, a `QueueHandler` with `new PortQueue(navigator.serviceWorker.controller)` sends what is logged there.
 *
 * @example
 * ```ts page
 * // in sw.js
 * import { getLogger, HTTPHandler, indexedDBStore } from 'loggia/browser';
 * import { installServiceWorkerDelivery, receiveRecords } from 'loggia/browser';
 * const handler = new HTTPHandler('/logs', { store: indexedDBStore({ name: 'sw-logs' }) });
 * getLogger().addHandler(handler);
 * receiveRecords(self);
 * installServiceWorkerDelivery(handler);
 * ```
 */
export function installServiceWorkerDelivery(handler: Pick<HTTPHandler, 'flush' | 'stats'>): Disposable {
  let delivering: Promise<void> | undefined;

  async function deliver(): Promise<void> {
    await new Promise<void>((resolve) => getPlatform().timer(COMPANY_MS, resolve));
    delivering = undefined;
    await handler.flush();
    if (handler.stats.pending > 0) await askForSync();
  }

  const onMessage = (event: Event): void => {
    if (recordIn((event as LastingEvent).data) === undefined) return;
    delivering ??= deliver();
    (event as LastingEvent).waitUntil?.(delivering);
  };
  const onSync = (event: Event): void => {
    const { tag, waitUntil } = event as LastingEvent;
    if (tag === SYNC_TAG) waitUntil?.call(event, flushAll(handler));
  };
  globalThis.addEventListener('message', onMessage);
  globalThis.addEventListener('sync', onSync);
  return {
    [Symbol.dispose]() {
      globalThis.removeEventListener('message', onMessage);
      globalThis.removeEventListener('sync', onSync);
    },
  };
}

/** Rejects if something is left: then the browser calls back once more, later. */
async function flushAll(handler: Pick<HTTPHandler, 'flush' | 'stats'>): Promise<void> {
  await handler.flush();
  if (handler.stats.pending > 0) throw new Error('records are left');
}

async function askForSync(): Promise<void> {
  try {
    await (globalThis as Scope).registration?.sync?.register(SYNC_TAG);
  } catch (error) {
    // The user may have forbidden it: then the next page brings the worker back.
    if ((error as Error)?.name !== 'NotAllowedError') reportError(null, error);
  }
}
