import type { TextSink } from '../platform.js';
import type { LogRecord } from '../record.js';
import { state } from '../state.js';
import { Formatter, type FormatterOptions } from './formatter.js';
import type { StyleContext } from './style.js';

/** What {@link ColorFormatter} takes beside the format. */
export interface ColorFormatterOptions extends FormatterOptions {
  /**
   * Whether to colour. Default `'auto'`: where the environment variable `FORCE_COLOR` says so, not where `NO_COLOR`
   * is set, else where `stream` is a terminal.
   */
  color?: boolean | 'auto' | undefined;
  /** The stream that the handler writes to. Default the platform's stderr. */
  stream?: TextSink | undefined;
}

const DIM = '\x1b[2m';
const RESET = '\x1b[0m';

/**
 * A {@link Formatter} that colours the level, and dims the time and the logger's name.
 *
 * Without a format it writes time, level, logger and message.
 *
 * @example
 * ```ts
 * import { ColorFormatter, StreamHandler } from 'loggia';
 * const handler = new StreamHandler();
 * handler.setFormatter(new ColorFormatter('%(asctime)s %(levelname)-8s %(name)s: %(message)s'));
 * ```
 */
export class ColorFormatter extends Formatter {
  readonly #color: boolean | 'auto';
  readonly #stream: TextSink | undefined;
  #isOn: boolean | undefined;

  constructor(fmt?: string | null, options: ColorFormatterOptions = {}) {
    const { color = 'auto', stream, ...others } = options;
    const isPercent = (others.style ?? '%') === '%';
    super(fmt || (isPercent ? '%(asctime)s %(levelname)-8s %(name)s %(message)s' : fmt), others);
    this.#color = color;
    this.#stream = stream;
  }

  protected override styleContext(defaults: Readonly<Record<string, unknown>>): StyleContext {
    const plain = super.styleContext(defaults);
    // A style reads a field, then cleans its text, then goes on to the next.
    let code = '';
    return {
      field: (name) => {
        const read = plain.field(name);
        return (record) => {
          const value = read(record);
          code = this.#colors() ? codeOf(name, record) : '';
          return value;
        };
      },
      cleaner: () => {
        const clean = plain.cleaner();
        return (text) => (code === '' ? clean(text) : code + clean(text) + RESET);
      },
    };
  }

  // Found out once, when it is first needed: a stream does not become a terminal.
  #colors(): boolean {
    this.#isOn ??= this.#color === 'auto' ? wantsColor(this.#stream ?? state.platform.stderr) : this.#color;
    return this.#isOn;
  }
}

function codeOf(name: string, { levelno }: LogRecord): string {
  if (name === 'asctime' || name === 'name') return DIM;
  if (name !== 'levelname') return '';
  // Bold red, red, yellow, green, cyan.
  return `\x1b[${levelno >= 50 ? '1;31' : levelno >= 40 ? 31 : levelno >= 30 ? 33 : levelno >= 20 ? 32 : 36}m`;
}

function wantsColor(stream: TextSink): boolean {
  const { platform } = state;
  const force = platform.env?.('FORCE_COLOR');
  // As Node has it: FORCE_COLOR wins, 0 and false force no colour.
  if (force !== undefined) return force !== '0' && force !== 'false';
  if (platform.env?.('NO_COLOR') || platform.env?.('TERM') === 'dumb') return false;
  return stream.isTTY === true;
}
