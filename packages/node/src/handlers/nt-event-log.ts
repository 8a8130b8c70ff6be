import { win32 } from 'node:path';
import {
  ConfigError,
  CRITICAL,
  DEBUG,
  ERROR,
  INFO,
  type LogRecord,
  memoryStore,
  WARNING,
} from '@loggia/core';
import { type EventLogHost, PowerShellLine } from '../nt/powershell-line.js';
import { asciiJSON } from '../nt/script.js';
import { SenderHandler } from '../sockets/sender-handler.js';

/** Options of {@link NTEventLogHandler}. */
export interface NTEventLogHandlerOptions {
  /** The file that holds the descriptions of events and categories. Default: one of Windows', which shows the text as it is. */
  readonly dllname?: string | null | undefined;
  /** Which log: `Application`, `System`, or one of your own. Default `Application`. */
  readonly logtype?: string | undefined;
}

/** Windows' numbers. */
const ERROR_TYPE = 1;
const WARNING_TYPE = 2;
const INFORMATION_TYPE = 4;
/** Characters of the text of one event: what Windows takes. */
const MAX_CHARACTERS = 31_839;
const MAX_RECORDS = 10_000;
const MAX_BYTES = 8 * 2 ** 20;
/** Between attempts, in seconds, when PowerShell cannot be started or may not write. */
const BACK_OFF = { retryStart: 1, retryMax: 300, retryFactor: 2 };

/**
 * Writes records to the event log of Windows, in the background, with PowerShell: one for all records that have come
 * while the last one was at work. What is logged reaches it as data, never as a part of a command.
 *
 * The source is registered with the first record, which takes an administrator's rights, once on each machine. Without
 * them that is reported, and records wait. At most 10,000 records or 8 MiB wait; then the oldest are given up and
 * counted in {@link NTEventLogHandler.dropped}. When the process ends, those that wait are written before, perhaps a
 * little earlier than those which a PowerShell is just writing; when it is killed, they are lost.
 *
 * As in Python, override `getMessageID`, `getEventCategory` and `getEventType`, if you have a file with descriptions of
 * your own.
 *
 * @example
 * ```ts
 * import { ConfigError, getLogger, NTEventLogHandler, SysLogHandler } from 'loggia/node';
 * try {
 *   getLogger('shop').addHandler(new NTEventLogHandler('Shop', { logtype: 'Application' }));
 * } catch (error) {
 *   if (!(error instanceof ConfigError)) throw error; // this is not Windows
 *   getLogger('shop').addHandler(new SysLogHandler({ ident: 'shop: ' }));
 * }
 * ```
 */
export class NTEventLogHandler extends SenderHandler {
  readonly appname: string;
  readonly dllname: string | null;
  readonly logtype: string;
  /** The type of event for a level: 1 is an error, 2 a warning, 4 information. */
  readonly typemap: Map<number, number> = new Map([
    [DEBUG, INFORMATION_TYPE],
    [INFO, INFORMATION_TYPE],
    [WARNING, WARNING_TYPE],
    [ERROR, ERROR_TYPE],
    [CRITICAL, ERROR_TYPE],
  ]);
  /** The type for levels that are not in {@link typemap}. */
  deftype: number = ERROR_TYPE;
  readonly #command: string;

  /**
   * @param appname - The source of the events, as the event viewer shows it.
   * @throws ConfigError on other systems than Windows, and for a name that is none.
   */
  constructor(appname: string, options: NTEventLogHandlerOptions = {}) {
    const { dllname, logtype = 'Application' } = options;
    for (const [key, value] of Object.entries({ appname, logtype })) {
      if (typeof value !== 'string' || !/^[^\\\0]+$/.test(value)) {
        throw new ConfigError(key, `${key} is a name without backslashes, not ${JSON.stringify(value)}`);
      }
    }
    const dll = dllname || null;
    super({
      store: memoryStore({ capacity: MAX_RECORDS, maxBytes: MAX_BYTES }),
      line: new PowerShellLine(() => this.#command, { source: appname, log: logtype, dll }),
      backOff: () => BACK_OFF,
      encode: (record) => this.#encode(record),
    });
    const { system, command } = this.host;
    if (system !== 'win32') {
      // Nobody else will ever close it.
      void this.close();
      throw new ConfigError(
        'NTEventLogHandler',
        `it writes to the event log of Windows, and this is ${system}: use SysLogHandler here, or leave the handler out`,
      );
    }
    this.appname = appname;
    this.dllname = dll;
    this.logtype = logtype;
    this.#command = command;
  }

  /** The number of the event's description in {@link dllname}. Default 1. */
  getMessageID(_record: LogRecord): number {
    return 1;
  }

  /** The number of the event's category in {@link dllname}. Default 0: none. */
  getEventCategory(_record: LogRecord): number {
    return 0;
  }

  /** The type of the event, by {@link typemap}. */
  getEventType(record: LogRecord): number {
    return this.typemap.get(record.levelno) ?? this.deftype;
  }

  /** Which system this is, and its PowerShell. Asked once, by the constructor. */
  protected get host(): EventLogHost {
    // By its whole path: else one in the current directory would be run.
    const root = process.env['SystemRoot'] ?? 'C:\\Windows';
    const command = win32.join(root, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');
    return { system: process.platform, command };
  }

  #encode(record: LogRecord): Uint8Array {
    const event = {
      id: this.getMessageID(record),
      category: this.getEventCategory(record),
      type: this.getEventType(record),
      text: fit(this.format(record)),
    };
    return Buffer.from(asciiJSON(event));
  }
}

function fit(text: string): string {
  if (text.length <= MAX_CHARACTERS) return text;
  const mark = `... [${text.length} characters]`;
  // Not half of a character that is written as two.
  return text.slice(0, MAX_CHARACTERS - mark.length).replace(/[\ud800-\udbff]$/, '') + mark;
}
