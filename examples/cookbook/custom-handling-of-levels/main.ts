import { dictConfig, type LoggingConfig } from 'loggia/config';
import * as logging from 'loggia/node';

/** Keeps out what is above a level; handlers themselves keep out what is below theirs. */
function upTo({ level }: { level: string }): logging.FilterLike {
  const most = logging.checkLevel(level);
  return (record) => record.levelno <= most;
}

const LOGGING: LoggingConfig = {
  version: 1,
  disable_existing_loggers: false,
  formatters: { simple: { format: '%(levelname)-8s - %(message)s' } },
  filters: { warnings_and_below: { '()': upTo, level: 'WARNING' } },
  handlers: {
    stdout: {
      class: 'logging.StreamHandler',
      level: 'INFO',
      formatter: 'simple',
      stream: 'ext://sys.stdout',
      filters: ['warnings_and_below'],
    },
    stderr: {
      class: 'logging.StreamHandler',
      level: 'ERROR',
      formatter: 'simple',
      stream: 'ext://sys.stderr',
    },
    file: { class: 'logging.FileHandler', formatter: 'simple', filename: 'app.log', mode: 'w' },
  },
  root: { level: 'DEBUG', handlers: ['stderr', 'stdout', 'file'] },
};

dictConfig(LOGGING);
logging.debug('A DEBUG message');
logging.info('An INFO message');
logging.warning('A WARNING message');
logging.error('An ERROR message');
logging.critical('A CRITICAL message');
