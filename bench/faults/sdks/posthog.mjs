import { otlpTexts } from './opentelemetry.mjs';

/** Base64 in a form, or as it is. */
const unwrap = (body) =>
  body.startsWith('data=') ? Buffer.from(new URLSearchParams(body).get('data'), 'base64').toString() : body;

export const posthog = {
  name: 'posthog',
  title: 'PostHog',
  packages: ['posthog-js'],
  usage: '`posthog.init(key, { api_host })`, `posthog.logger.info(text)`',
  page: `
    import posthog from 'posthog-js';
    posthog.init('phc_bench', { api_host: location.origin });
    globalThis.logText = (text) => posthog.logger.info(text);`,
  /** What its own server says to a project that has nothing but logs. */
  files: { '/array/phc_bench/config': ['application/json', '{"supportedCompression":["gzip","gzip-js"]}'] },
  /** Other requests have events, flags and settings. */
  texts: ({ url, body }) => (url.includes('/i/v1/logs') ? otlpTexts(unwrap(body)) : []),
};
