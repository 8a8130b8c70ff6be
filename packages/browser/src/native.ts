import type { ConsoleLike, FetchLike } from '@loggia/core';

// The host's own functions, bound before an error tracker or a test could put others in their place: what
// replaces them often logs, and so would call back into the logger. The looked-up names may be missing.

/** The console as it was when Loggia was loaded. */
export const nativeConsole: ConsoleLike | undefined = /* @__PURE__ */ bindConsole(globalThis.console);

/** `fetch` as it was when Loggia was loaded. */
export const nativeFetch: FetchLike | undefined = /* @__PURE__ */ bindFetch(globalThis.fetch);

/** Where the browser has no streams that compress, undefined. */
export const gzip: ((text: string) => Promise<Uint8Array<ArrayBuffer>>) | undefined =
  typeof CompressionStream === 'function' ? pack : undefined;

async function pack(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

function bindConsole(host: Console | undefined): ConsoleLike | undefined {
  if (host === undefined) return undefined;
  return {
    debug: host.debug.bind(host),
    info: host.info.bind(host),
    warn: host.warn.bind(host),
    error: host.error.bind(host),
  };
}

function bindFetch(host: typeof fetch | undefined): FetchLike | undefined {
  return host?.bind(globalThis) as FetchLike | undefined;
}
