/** What a message of RFC 5424 says beside its text. */
export interface Rfc5424Header {
  readonly priority: number;
  /** Seconds since the epoch. */
  readonly created: number;
  readonly hostname: string;
  readonly appName: string;
  readonly process: string;
  readonly messageID: string;
}

/** Says that what follows is UTF-8. The standard demands it. */
const BOM = '\ufeff';

/** A message of RFC 5424: the header, one element of structured data if there are fields, and the text. */
export function rfc5424Message(header: Rfc5424Header, structuredData: string, text: string): string {
  const { priority, created, hostname, appName, process, messageID } = header;
  const names = [word(hostname, 255), word(appName, 48), word(process, 128), word(messageID, 32)];
  return `<${priority}>1 ${timestamp(created)} ${names.join(' ')} ${structuredData} ${BOM}${text}`;
}

/**
 * Fields as one element of structured data; `-` if there are none. A name loses the characters that it may not
 * have, and what is longer than 32; a value that is no string is written as JSON.
 */
export function structuredDataElement(id: string, fields: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(fields);
  if (entries.length === 0) return '-';
  const params = entries.map(([key, value]) => ` ${paramName(key)}="${escapeValue(value)}"`);
  return `[${id}${params.join('')}]`;
}

/** Whether an element of structured data may have that name: those without `@` are the standard's own. */
export function isStructuredDataID(id: string): boolean {
  return id.length <= 32 && /^[!#-<>?A-\\^-~]+@\d[\d.]*$/.test(id);
}

function paramName(key: string): string {
  return key.replace(/[^!#-<>-\\^-~]/gu, '_').slice(0, 32) || '_';
}

function escapeValue(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replace(/["\\\]]/g, '\\$&');
}

/** Printable ASCII without spaces, as all parts of the header are. */
function word(text: string, most: number): string {
  return text.replace(/[^!-~]+/g, '_').slice(0, most) || '-';
}

function timestamp(created: number): string {
  const time = new Date(created * 1000);
  // The standard has four digits for a year, and no sign.
  const text = Number.isNaN(time.getTime()) ? '' : time.toISOString();
  return /^\d{4}-/.test(text) ? text : '-';
}
