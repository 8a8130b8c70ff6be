import type { Ingest } from './ingest.js';

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

/** Options of {@link metricsText}. */
export interface MetricsOptions {
  /** How many sessions get numbers of their own, those that were heard of last. Default 0: each is a time series. */
  readonly sessions?: number | undefined;
}

/**
 * The counters of an endpoint in Prometheus' text format, to be served as `text/plain; version=0.0.4`.
 *
 * @example
 * ```ts
 * import { createIngest, metricsText } from '@loggia/ingest';
 * const ingest = createIngest();
 * const answer = new Response(metricsText(ingest), { headers: { 'content-type': 'text/plain; version=0.0.4' } });
 * ```
 */
export function metricsText(ingest: Ingest, { sessions: latest = 0 }: MetricsOptions = {}): string {
  const { requests, accepted, duplicates, rejected, dropped, sessions } = ingest.stats;
  const accounts = ingest.sessions();
  const named = latest > 0 ? accounts.slice(-latest) : [];
  const sum = (of: 'expected' | 'gaps'): number =>
    accounts.reduce((total, account) => total + account[of], 0);
  const each = (name: string, values: Readonly<Record<string, number>>): Sample[] =>
    Object.entries(values).map(([label, value]) => [{ [name]: label }, value]);
  const bySession = (of: 'received' | 'dropped' | 'expected' | 'gaps'): Sample[] =>
    named.map(({ session, [of]: value }) => [{ session }, value]);
  return [
    metric('requests_total', 'counter', 'Requests by the status of the answer.', each('status', requests)),
    metric('accepted_total', 'counter', 'Records that the sink took.', [[{}, accepted]]),
    metric('duplicates_total', 'counter', 'Records that had come before.', [[{}, duplicates]]),
    metric('rejected_total', 'counter', 'Records that will never be accepted.', each('reason', rejected)),
    metric('dropped_total', 'counter', 'Records that clients declared as dropped.', each('reason', dropped)),
    metric('sessions', 'gauge', 'Sessions in memory.', [[{}, sessions]]),
    metric('expected', 'gauge', 'Records that sessions in memory have still to bring.', [
      [{}, sum('expected')],
    ]),
    metric('gaps', 'gauge', 'Those of them that are late: others made after them have come.', [
      [{}, sum('gaps')],
    ]),
    metric('session_received', 'gauge', 'Records of a session that have come.', bySession('received')),
    metric('session_dropped', 'gauge', 'Records of a session declared as dropped.', bySession('dropped')),
    metric('session_expected', 'gauge', 'Records of a session still to come.', bySession('expected')),
    metric('session_gaps', 'gauge', 'Records of a session that are late.', bySession('gaps')),
  ].join('');
}

function metric(name: string, type: 'counter' | 'gauge', help: string, samples: readonly Sample[]): string {
  if (samples.length === 0) return '';
  const full = `loggia_ingest_${name}`;
  const lines = samples.map(([labels, value]) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
    return `${full}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}\n`;
  });
  return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${lines.join('')}`;
}

// A session may be any printable ASCII.
function escapeLabel(text: string): string {
  return text.replace(/["\\]/g, '\\$&');
}
