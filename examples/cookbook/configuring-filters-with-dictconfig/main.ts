import { dictConfig, type LoggingConfig } from 'loggia/config';
import * as logging from 'loggia/node';

class MyFilter extends logging.Filter {
  readonly #param: string | undefined;

  constructor({ param }: { param?: string } = {}) {
    super();
    this.#param = param;
  }

  override filter(record: logging.LogRecord): boolean {
    if (this.#param === undefined) return true;
    const allow = !String(record.msg).includes(this.#param);
    if (allow) record.msg = `changed: ${record.msg}`;
    return allow;
  }
}

const LOGGING: LoggingConfig = {
  version: 1,
  filters: {
    // Who makes the filter, and the options it gets.
    myfilter: { '()': MyFilter, param: 'noshow' },
  },
  handlers: {
    console: { class: 'logging.StreamHandler', filters: ['myfilter'] },
  },
  root: { level: 'DEBUG', handlers: ['console'] },
};

dictConfig(LOGGING);
logging.debug('hello');
logging.debug('hello - noshow');
