import { dictConfig, type LoggingConfig } from 'loggia/config';
import { Filter, getLogger, Handler, type LogRecord } from 'loggia/node';

class SpecialFilter extends Filter {
  readonly #foo: string;

  constructor({ foo }: { foo: string }) {
    super();
    this.#foo = foo;
  }

  override filter(record: LogRecord): boolean {
    return !record.getMessage().includes(this.#foo);
  }
}

class AdminEmailHandler extends Handler {
  override emit(record: LogRecord): void {
    console.log(`mail to the admins: ${this.format(record)}`);
  }
}

// Python's own dictionary, as Django's documents show it. It could as well come from a JSON file.
const LOGGING: LoggingConfig = {
  version: 1,
  disable_existing_loggers: true,
  formatters: {
    verbose: { format: '%(levelname)s %(asctime)s %(module)s %(process)d %(thread)d %(message)s' },
    simple: { format: '%(levelname)s %(message)s' },
  },
  filters: {
    special: { '()': 'project.logging.SpecialFilter', foo: 'bar' },
  },
  handlers: {
    null: { level: 'DEBUG', class: 'logging.NullHandler' },
    console: {
      level: 'DEBUG',
      class: 'logging.StreamHandler',
      stream: 'ext://sys.stdout',
      formatter: 'simple',
    },
    mail_admins: { level: 'ERROR', class: 'project.AdminEmailHandler', filters: ['special'] },
  },
  loggers: {
    django: { handlers: ['null'], propagate: true, level: 'INFO' },
    'django.request': { handlers: ['mail_admins'], level: 'ERROR', propagate: false },
    'myproject.custom': { handlers: ['console', 'mail_admins'], level: 'INFO', filters: ['special'] },
  },
};

// Nothing is imported by its name: the configuration finds what the program gives it.
dictConfig(LOGGING, {
  ext: { project: { logging: { SpecialFilter } } },
  classes: { 'project.AdminEmailHandler': AdminEmailHandler },
});

getLogger('django').info('goes nowhere');
getLogger('django.request').error('Internal Server Error: /cart');
getLogger('myproject.custom').info('opened');
getLogger('myproject.custom').error('closed the bar'); // kept out by the filter
getLogger('myproject.custom').error('out of stock');
