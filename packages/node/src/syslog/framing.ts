import { ConfigError } from '@loggia/core';

/** How messages are told apart on a connection. */
export type SyslogFraming = 'none' | 'newline' | 'octet-counting';

/** Makes what is sent of a message. */
export type Frame = (message: Uint8Array) => Uint8Array;

/** What syslog daemons write themselves for the newlines of a text. */
const NEWLINE_IN_TEXT = '#012';

/** @throws ConfigError for a framing that does not exist. */
export function frameOf(framing: SyslogFraming): Frame {
  const frame = { none: (message: Uint8Array) => message, newline: line, 'octet-counting': counted }[framing];
  if (frame !== undefined) return frame;
  throw new ConfigError(
    'framing',
    `unknown framing '${framing}'. Use 'octet-counting', 'newline' or 'none' (what Python does)`,
  );
}

/**
 * What the `logger` program reads: a line for each message. It puts the tag in itself, so the message loses it.
 *
 * @param ident - With what the text of each message begins, or not.
 */
export function loggerLine(message: Uint8Array, ident: string): Uint8Array {
  const [, priority = '', text = ''] = /^(<\d+>)?(.*)$/s.exec(Buffer.from(message).toString()) ?? [];
  const untagged = text.startsWith(ident) ? text.slice(ident.length) : text;
  return line(Buffer.from(priority + untagged.replace(/\0$/, '')));
}

function line(message: Uint8Array): Uint8Array {
  const text = message.includes(0x0a)
    ? Buffer.from(message).toString().replaceAll('\n', NEWLINE_IN_TEXT)
    : message;
  return Buffer.concat([Buffer.from(text as string), Buffer.from('\n')]);
}

function counted(message: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`${message.length} `), message]);
}
