import type { Fields } from './call.js';
import { getContext } from './context.js';
import { jsonText, unicodeEscape } from './format/json-text.js';
import { toJSONValue } from './format/json-value.js';
import { setOwn } from './plain-object.js';
import { makeTraceparent } from './trace-context.js';

/** What could end a script or begin a comment in HTML. */
const UNSAFE = /[<>&]/g;

/**
 * The part of the open context that a page is told, as HTML for its head: `installPageContext` takes it up there, and
 * so the records of the page have the same ids as those of the server. Other libraries find the trace in the
 * `traceparent` that comes with it. Nothing in the fields can end the markup, and no script runs.
 *
 * @param names - The fields that the page may know, beside `trace_id` and `trace_flags`; everybody can read them there.
 * @returns Empty if the context has none of these.
 * @example
 * ```ts
 * import { contextToHTML, traceContext, withContext } from 'loggia';
 * const page = withContext({ ...traceContext(), request_id: 'r-17', user: 'ann' }, () => {
 *   return `<!doctype html><head>${contextToHTML(['request_id'])}</head>`;
 * });
 * console.log(page.includes('r-17'), page.includes('ann')); // true false
 * ```
 */
export function contextToHTML(names: readonly string[] = []): string {
  const context = getContext();
  const told: Fields = {};
  for (const name of ['trace_id', 'trace_flags', ...names]) {
    if (Object.hasOwn(context, name)) setOwn(told, name, context[name]);
  }
  if (Object.keys(told).length === 0) return '';
  const json = jsonText(toJSONValue(told)).replace(UNSAFE, unicodeEscape);
  const trace = 'trace_id' in told ? `<meta name="traceparent" content="${makeTraceparent()}">` : '';
  return `${trace}<script type="application/json" data-loggia-context>${json}</script>`;
}
