import { CRITICAL } from '@loggia/core';
import { type Sanitize, sanitizeText } from '@loggia/core/format';
import type { Clean } from './tidy.js';

/** What strangers may put into a record. */
export interface RecordRules {
  /**
   * Put in front of the name of each record's logger, unless it is there: with `'browser.'` no page can speak for
   * the loggers of the server, and all pages have one logger above them. Default: none, the names are left as they are.
   */
  readonly namePrefix?: string | undefined;
  /** Records above this level are lowered to it, those below 0 raised to 0. Default `CRITICAL`, 50. */
  readonly maxLevel?: number | undefined;
  /**
   * What becomes of control characters in texts, as in a `Formatter`. Default `'lines'`: they are written visibly, as
   * `\x1b`, and line ends too, so that no page can forge a line of a log. Stacks keep their line ends.
   */
  readonly sanitize?: Sanitize | undefined;
}

/** The rules, ready for use. */
export interface Rules {
  readonly namePrefix: string;
  readonly maxLevel: number;
  /** For text of one line. */
  readonly clean: Clean;
  /** For stacks. */
  readonly cleanStack: Clean;
}

const CHOICES: readonly unknown[] = ['control', 'lines', 'off'] satisfies Sanitize[];

/** @throws TypeError for options that cannot work. */
export function makeRules({ namePrefix = '', maxLevel = CRITICAL, sanitize = 'lines' }: RecordRules): Rules {
  if (typeof namePrefix !== 'string') throw new TypeError('namePrefix must be a string');
  if (!Number.isInteger(maxLevel) || maxLevel < 0) {
    throw new TypeError(`maxLevel must be an integer from 0, not ${maxLevel}`);
  }
  if (!CHOICES.includes(sanitize)) {
    throw new TypeError(`sanitize must be 'control', 'lines' or 'off', not ${sanitize}`);
  }
  return {
    namePrefix,
    maxLevel,
    clean: (text) => sanitizeText(text, sanitize),
    cleanStack: (text) => sanitizeText(text, sanitize === 'lines' ? 'control' : sanitize),
  };
}
