import { type ExitRow, type Fate, ROWS } from './rows.testing.js';

/** What can end a process, and with what status it ends then. */
export const ENDINGS = {
  'natural end': { code: 0, signal: null },
  'process.exit(0)': { code: 0, signal: null },
  'uncaught throw': { code: 1, signal: null },
  'unhandled rejection': { code: 1, signal: null },
  SIGTERM: { code: null, signal: 'SIGTERM' },
  SIGINT: { code: null, signal: 'SIGINT' },
  SIGKILL: { code: null, signal: 'SIGKILL' },
} as const;

/** Endings in which logging is shut down as Python's programs do it, without `await`: nothing more is lost by that. */
export const SHUTDOWNS = {
  'shutdown(), then process.exit(0)': 'process.exit(0)',
  'process.exit(0), shutdown() on exit': 'process.exit(0)',
  'close(), then process.exit(0)': 'process.exit(0)',
  'close(), then SIGTERM': 'SIGTERM',
} as const;

export type Ending = keyof typeof ENDINGS;

export const endings = Object.keys(ENDINGS) as Ending[];

/** What the table says of the row's records. */
export function fateOf({ atOnce = 'all', onSignal = 'all', onKill = 'all' }: ExitRow, ending: Ending): Fate {
  if (ending === 'natural end') return 'all';
  if (ending === 'SIGKILL') return onKill;
  return ending.startsWith('SIG') ? onSignal : atOnce;
}

/** The table, as it stands in `docs/exit.md`. */
export function exitTable(): string {
  const head = ['Handler', 'Set up', ...endings.map((ending) => `\`${ending}\``), 'Lost at most'];
  head[2] = 'natural end';
  head[4] = 'uncaught error';
  head[5] = 'unhandled rejection';
  const lines = ROWS.map((row) => [
    /^\w+$/.test(row.handler) ? `\`${row.handler}\`` : row.handler,
    row.setUp,
    ...endings.map((ending) => fateOf(row, ending)),
    row.atMost ?? 'nothing',
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((cells) => cells[column]!.length)));
  const rule = widths.map((width) => '-'.repeat(width));
  return [head, rule, ...lines]
    .map((cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |\n`)
    .join('');
}
