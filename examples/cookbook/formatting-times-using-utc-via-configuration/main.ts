import { dictConfig, type LoggingConfig } from 'loggia/config';
import * as logging from 'loggia/node';

class UTCFormatter extends logging.Formatter {
  override converter = 'utc' as const;
}

class BerlinFormatter extends logging.Formatter {
  override converter = 'Europe/Berlin' as const;
}

const LOGGING: LoggingConfig = {
  version: 1,
  disable_existing_loggers: false,
  formatters: {
    utc: { class: UTCFormatter, format: '%(asctime)s UTC    %(message)s' },
    berlin: { class: BerlinFormatter, format: '%(asctime)s Berlin %(message)s' },
    local: { format: '%(asctime)s local  %(message)s' },
  },
  handlers: {
    console1: { class: 'logging.StreamHandler', formatter: 'utc' },
    console2: { class: 'logging.StreamHandler', formatter: 'berlin' },
    console3: { class: 'logging.StreamHandler', formatter: 'local' },
  },
  root: { handlers: ['console1', 'console2', 'console3'] },
};

dictConfig(LOGGING);
// A record of noon, so that you can compare.
logging.root.handle(
  logging.makeLogRecord({ msg: 'noon', levelno: 30, created: Date.UTC(2024, 6, 1, 12) / 1000 }),
);
logging.warning('now');
