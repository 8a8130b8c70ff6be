import { datadog } from './datadog.mjs';
import { faro } from './faro.mjs';
import { loggia } from './loggia.mjs';
import { opentelemetry } from './opentelemetry.mjs';
import { posthog } from './posthog.mjs';
import { sentry, sentryOffline } from './sentry.mjs';

/**
 * Each with its `title`, the `packages` whose versions are told, how it is used (`usage`, for the reader; `page`, a
 * module that sets it up with its defaults and sets `logText`), the `texts` of the records in a request, and, where it
 * has them, the number of records that a request says were dropped (`declared`), its server's `answer` and `files`.
 */
export const SDKS = [loggia, sentry, sentryOffline, datadog, faro, opentelemetry, posthog];
