/** Syslog's numbers, under the names that C and Python give them. */
export interface SyslogCodes {
  readonly LOG_EMERG: 0;
  readonly LOG_ALERT: 1;
  readonly LOG_CRIT: 2;
  readonly LOG_ERR: 3;
  readonly LOG_WARNING: 4;
  readonly LOG_NOTICE: 5;
  readonly LOG_INFO: 6;
  readonly LOG_DEBUG: 7;
  readonly LOG_KERN: 0;
  readonly LOG_USER: 1;
  readonly LOG_MAIL: 2;
  readonly LOG_DAEMON: 3;
  readonly LOG_AUTH: 4;
  readonly LOG_SYSLOG: 5;
  readonly LOG_LPR: 6;
  readonly LOG_NEWS: 7;
  readonly LOG_UUCP: 8;
  readonly LOG_CRON: 9;
  readonly LOG_AUTHPRIV: 10;
  readonly LOG_FTP: 11;
  readonly LOG_NTP: 12;
  readonly LOG_SECURITY: 13;
  readonly LOG_CONSOLE: 14;
  readonly LOG_SOLCRON: 15;
  readonly LOG_LOCAL0: 16;
  readonly LOG_LOCAL1: 17;
  readonly LOG_LOCAL2: 18;
  readonly LOG_LOCAL3: 19;
  readonly LOG_LOCAL4: 20;
  readonly LOG_LOCAL5: 21;
  readonly LOG_LOCAL6: 22;
  readonly LOG_LOCAL7: 23;
}

/** In the order of their numbers. */
const PRIORITIES = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'] as const;
const FACILITIES = [
  'kern',
  'user',
  'mail',
  'daemon',
  'auth',
  'syslog',
  'lpr',
  'news',
  'uucp',
  'cron',
  'authpriv',
  'ftp',
  'ntp',
  'security',
  'console',
  'solaris-cron',
  'local0',
  'local1',
  'local2',
  'local3',
  'local4',
  'local5',
  'local6',
  'local7',
] as const;

/** The names of facilities, and their numbers. */
export const facilityNames: ReadonlyMap<string, number> = /* @__PURE__ */ numbered(FACILITIES);

/** The names of priorities, and their numbers. Some have an old name, too. */
export const priorityNames: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ...numbered(PRIORITIES),
  ['panic', 0],
  ['critical', 2],
  ['error', 3],
  ['warn', 4],
]);

/** The priority of each level by its name; any other is a warning. */
export const priorityOfLevel: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['DEBUG', 'debug'],
  ['INFO', 'info'],
  ['WARNING', 'warning'],
  ['ERROR', 'error'],
  ['CRITICAL', 'critical'],
]);

export const syslogCodes: SyslogCodes = /* @__PURE__ */ Object.fromEntries(
  [...numbered(PRIORITIES), ...numbered(FACILITIES)].map(([name, code]) => [constantName(name), code]),
) as unknown as SyslogCodes;

function numbered(names: readonly string[]): Map<string, number> {
  return new Map(names.map((name, code) => [name, code]));
}

function constantName(name: string): string {
  return `LOG_${name === 'solaris-cron' ? 'SOLCRON' : name.toUpperCase()}`;
}
