import { Refusal } from './refusal.js';

/** Two hours, the longest that Chromium keeps the answer to a preflight. */
const PREFLIGHT_SECONDS = '7200';
export const METHODS = 'POST, OPTIONS';

/** What the headers of an answer have to say to a page from another origin. */
export type CorsHeaders = Readonly<Record<string, string>>;

/**
 * Makes the function that gives the CORS headers of a request's answer. It throws a 403 for an origin that
 * is neither in the list nor that of the endpoint itself. Without a list no origin is refused, and a page
 * from elsewhere cannot read the answers.
 *
 * @throws TypeError at once for an entry that no browser would send as an origin.
 */
export function originCheck(allowOrigins: readonly string[] | undefined): (request: Request) => CorsHeaders {
  if (allowOrigins === undefined) return () => ({});
  const allowed = new Set(allowOrigins);
  allowOrigins.forEach((entry, index) => {
    if (entry !== 'null' && (originOf(entry) !== entry || entry.includes('*'))) {
      throw new TypeError(
        `allowOrigins[${index}]: '${entry}' is no origin; write one exactly, such as 'https://shop.example'`,
      );
    }
  });
  return (request) => {
    const origin = request.headers.get('origin');
    // Answers differ by origin, so a cache must not give one page's answer to another's.
    if (origin === null) return { vary: 'Origin' };
    if (allowed.has(origin)) {
      return {
        vary: 'Origin',
        'access-control-allow-origin': origin,
        // Beacons always come with credentials.
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': 'Retry-After',
      };
    }
    // Only the host is compared: behind a proxy that ends TLS the endpoint sees http where the page sees https.
    if (hostOf(origin) === hostOf(request.url)) return { vary: 'Origin' };
    throw new Refusal(403, 'this origin is not in allowOrigins', { vary: 'Origin' });
  };
}

/** The answer to `OPTIONS`: what may be sent, for an origin that passed. */
export function preflightAnswer(request: Request, cors: CorsHeaders): Response {
  const headers = new Headers({ ...cors, allow: METHODS });
  if (cors['access-control-allow-origin'] !== undefined) {
    headers.set('access-control-allow-methods', 'POST');
    headers.set('access-control-max-age', PREFLIGHT_SECONDS);
    headers.append('vary', 'Access-Control-Request-Headers');
    // The origin is trusted, so are the headers that its page wants to add.
    const wanted = request.headers.get('access-control-request-headers');
    if (wanted !== null) headers.set('access-control-allow-headers', wanted);
  }
  return new Response(null, { status: 204, headers });
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}
