/** What of a page's or a worker's global object, or of its document, is listened to. */
export interface EventSource {
  addEventListener?(type: string, listener: (event: Event) => void, options: { capture: true }): void;
  removeEventListener?(type: string, listener: (event: Event) => void, options: { capture: true }): void;
}

// Node, whose events tests use, understands no bare `true`.
const CAPTURE = { capture: true } as const;

/**
 * Listens in the capture phase: failed resources do not bubble, and nobody can stop an event first.
 *
 * @param source - Absent where a worker has no document; it may also be unable to tell of events.
 * @returns What ends it.
 */
export function listen(
  source: EventSource | undefined,
  type: string,
  listener: (event: Event) => void,
): () => void {
  source?.addEventListener?.(type, listener, CAPTURE);
  return () => source?.removeEventListener?.(type, listener, CAPTURE);
}
