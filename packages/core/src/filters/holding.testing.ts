import { type FakePlatform, fakePlatform } from '@loggia/testing';
import type { FilterLike } from '../filter.js';
import { Handler } from '../handler.js';
import type { Logger } from '../logger.js';
import type { LogRecord } from '../record.js';
import { replacePlatform } from '../state.js';

/** A handler that keeps the texts of what it is given. */
export class Lines extends Handler {
  readonly lines: string[] = [];
  readonly records: LogRecord[] = [];

  override emit(record: LogRecord): void {
    this.lines.push(record.getMessage());
    this.records.push(record);
  }
}

/** A logger of the tree with two handlers, `limited` with the filter, `free` without, and a clock to move. */
export interface Bench extends Disposable {
  readonly platform: FakePlatform;
  readonly log: Logger;
  readonly limited: Lines;
  readonly free: Lines;
  /** Sets the clock back by an hour. */
  setBack(): void;
}

export function bench(getLogger: (name: string) => Logger, filter: FilterLike): Bench {
  const platform = fakePlatform();
  const restore = replacePlatform(platform);
  const log = getLogger('held.back');
  const [limited, free] = [new Lines(), new Lines()];
  limited.addFilter(filter);
  log.handlers = [limited, free];
  log.setLevel('DEBUG');
  log.propagate = false;
  return {
    platform,
    log,
    limited,
    free,
    setBack() {
      const before = platform.now;
      platform.now = () => before() - 3_600_000;
    },
    [Symbol.dispose]() {
      log.handlers = [];
      log.filters = [];
      restore();
    },
  };
}
