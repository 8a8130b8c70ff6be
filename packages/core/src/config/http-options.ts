import type { OptionValues } from './class-spec.js';
import type { Complain } from './problems.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Python's way to name an HTTP receiver, by host and path, beside ours, by URL. */
export const pythonHTTP: {
  check(options: OptionValues, complain: Complain): void;
  argumentsFor(options: OptionValues): [url: unknown, options: OptionValues];
} = {
  check({ url, host, secure, credentials }, complain) {
    if (host === undefined) {
      if (secure !== undefined) complain('secure', "goes with host; here the url says 'https:'");
      if (Array.isArray(credentials)) {
        complain('credentials', "a user and a password go with host; with a url use headers, or 'include'");
      }
    } else if (typeof url === 'string' && !url.startsWith('/')) {
      complain(
        'url',
        "goes behind the host, so it must begin with '/'; or leave out host, and give the whole URL",
      );
    }
  },

  argumentsFor({ url, host, secure, credentials, ...options }) {
    if (host === undefined)
      return [url, { ...options, ...(credentials === undefined ? {} : { credentials }) }];
    const headers = Array.isArray(credentials)
      ? { ...(options['headers'] as object), authorization: `Basic ${base64(credentials.join(':'))}` }
      : options['headers'];
    const method = options['method'] ?? 'GET';
    return [
      `${secure ? 'https' : 'http'}://${String(host)}${String(url)}`,
      // What Python's receivers expect.
      { encoding: 'form', ...options, method, headers },
    ];
  },
};

/** Of the text's UTF-8; a host need not have `btoa`, which knows no other text than Latin-1. */
function base64(text: string): string {
  const bytes = encodeURIComponent(text).replaceAll(/%(..)/g, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const three = (bytes.charCodeAt(i) << 16) | (codeAt(bytes, i + 1) << 8) | codeAt(bytes, i + 2);
    for (let shift = 18; shift >= 0; shift -= 6) out += ALPHABET[(three >> shift) & 63];
  }
  const padding = (3 - (bytes.length % 3)) % 3;
  return out.slice(0, out.length - padding) + '='.repeat(padding);
}

function codeAt(bytes: string, i: number): number {
  return i < bytes.length ? bytes.charCodeAt(i) : 0;
}
