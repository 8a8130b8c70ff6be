import { getContext } from './context.js';
import { randomId } from './neutral-platform.js';

/** The trace that something belongs to, under the names that OpenTelemetry gives these fields in logs. */
export type TraceContext = {
  /** 32 hexadecimal digits. */
  trace_id: string;
  /** Two hexadecimal digits; `01` says that the trace is recorded. */
  trace_flags: string;
};

/** Version, trace, parent, flags; neither id may be zero. A later version may have more behind. */
const TRACEPARENT = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-([\da-f]{2})(?:-|$)/;

/**
 * The trace of a request, as fields for `withContext`: the one that its `traceparent` header names (W3C Trace Context),
 * or a new one where there is no such header, or none that makes sense.
 *
 * @param header - Whatever the request had there.
 * @example
 * ```ts
 * import { traceContext, withContext } from 'loggia';
 * const header = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
 * withContext({ ...traceContext(header), request_id: 'r-17' }, () => {}); // trace_id: 4bf92f35…
 * ```
 */
export function traceContext(header?: unknown): TraceContext {
  const [, trace_id = randomId(), trace_flags = '01'] =
    (typeof header === 'string' && TRACEPARENT.exec(header)) || [];
  return { trace_id, trace_flags };
}

/**
 * The `traceparent` header for a request that is made here, so that what it causes elsewhere is logged with the same
 * `trace_id`: the trace of the context, or a new one.
 *
 * @example
 * ```ts
 * import { makeTraceparent, traceContext, withContext } from 'loggia';
 * withContext(traceContext(), () => {
 *   const headers = { traceparent: makeTraceparent() }; // for fetch
 *   console.log(headers.traceparent.length); // 55
 * });
 * ```
 */
export function makeTraceparent(): string {
  const { trace_id: trace, trace_flags: flags = '01' } = getContext();
  const span = randomId().slice(16);
  const isText = typeof trace === 'string' && typeof flags === 'string';
  const { trace_id, trace_flags } = traceContext(isText ? `00-${trace}-${span}-${flags}` : '');
  return `00-${trace_id}-${span}-${trace_flags}`;
}
