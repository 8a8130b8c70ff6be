import { type Fields, installContext, randomId, traceContext } from '@loggia/core';
import { bareURL } from './receivers.js';

/** What {@link installPageContext} can be told. */
export interface PageContextOptions {
  /** Whether `url` has the query and the fragment, which often hold what nobody should read. Default false. */
  readonly query?: boolean | undefined;
}

/**
 * Lets records know their page, until it is disposed of: the context of all that runs here gets
 *
 * - `session_id`: random, made for this load of the page, and never stored;
 * - `page_view_id`: another one whenever the URL is another one;
 * - `url`: without query and fragment;
 * - `trace_id` and `trace_flags`: the trace of the server's answer, if `contextToHTML` or any `traceparent` in a
 *   `<meta>` tells it; else a new one; and a new one for each later page view;
 * - whatever else the server told by `contextToHTML`.
 *
 * A `ContextFilter` puts them on the records. In a worker there are no page views but one.
 *
 * @example
 * ```ts page
 * import { ContextFilter, getLogger, HTTPHandler, installPageContext, pageResource } from 'loggia/browser';
 * installPageContext();
 * const handler = new HTTPHandler('/logs', { resource: pageResource({ service: 'shop', release: '1.4.2' }) });
 * handler.addFilter(new ContextFilter());
 * getLogger().addHandler(handler);
 * ```
 */
export function installPageContext({ query = false }: PageContextOptions = {}): Disposable {
  const told = readTold();
  const session_id = randomId();
  let fields: Fields = { ...traceContext(readMeta()), ...told };
  let page_view_id = randomId();
  let href = here();
  let url = query ? href : bareURL(href);

  return installContext(() => {
    if (here() !== href) {
      href = here();
      const next = query ? href : bareURL(href);
      if (next !== url) {
        url = next;
        page_view_id = randomId();
        fields = { ...told, ...traceContext() };
      }
    }
    return { ...fields, session_id, page_view_id, url };
  });
}

function here(): string {
  return globalThis.location?.href ?? '';
}

function readMeta(): string | null | undefined {
  return globalThis.document?.querySelector('meta[name="traceparent"]')?.getAttribute('content');
}

/** What the server told of its context. */
function readTold(): Fields {
  const script = globalThis.document?.querySelector('script[data-loggia-context]');
  try {
    return { ...(JSON.parse(script?.textContent ?? '{}') as Fields) };
  } catch {
    // Somebody else's, or cut off: the page has to do without.
    return {};
  }
}
