import type { LoggingConfig } from 'loggia/config';
import type { ProcessQueue } from 'loggia/node';

const DETAILED = '%(asctime)s %(name)-15s %(levelname)-8s %(processName)s %(message)s';

/** The main process writes to the console. */
export const mainConfig: LoggingConfig = {
  version: 1,
  handlers: { console: { class: 'logging.StreamHandler', level: 'INFO' } },
  root: { level: 'DEBUG', handlers: ['console'] },
};

/** A worker has nothing but a queue. */
export const workerConfig = (queue: ProcessQueue): LoggingConfig => ({
  version: 1,
  handlers: { queue: { class: 'logging.handlers.QueueHandler', queue } },
  root: { level: 'DEBUG', handlers: ['queue'] },
});

/** The listener writes what the workers log: all, that of `foo`, and the errors. */
export const listenerConfig: LoggingConfig = {
  version: 1,
  formatters: { detailed: { class: 'logging.Formatter', format: DETAILED } },
  handlers: {
    file: { class: 'logging.FileHandler', filename: 'mplog.log', mode: 'w', formatter: 'detailed' },
    foofile: { class: 'logging.FileHandler', filename: 'mplog-foo.log', mode: 'w', formatter: 'detailed' },
    errors: {
      class: 'logging.FileHandler',
      filename: 'mplog-errors.log',
      mode: 'w',
      level: 'ERROR',
      formatter: 'detailed',
    },
  },
  loggers: { foo: { handlers: ['foofile'] } },
  root: { level: 'DEBUG', handlers: ['file', 'errors'] },
};
