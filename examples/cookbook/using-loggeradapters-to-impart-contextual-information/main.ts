import * as logging from 'loggia';

/** Puts the connection's id in front of the message. */
class ConnectionAdapter extends logging.LoggerAdapter {
  override process(msg: unknown, options: logging.CallOptions): [unknown, logging.CallOptions] {
    return [`[${this.extra?.['connection']}] ${msg}`, options];
  }
}

const handler = new logging.StreamHandler();
const defaults = { user: '-', step: '-' }; // for records without these fields
handler.setFormatter(
  new logging.Formatter('%(levelname)-7s user=%(user)s step=%(step)s: %(message)s', { defaults }),
);
logging.basicConfig({ level: 'DEBUG', handlers: [handler] });

const logger = logging.getLogger('server');
logger.info('open');

const log = logger.with({ user: 'ann' });
log.info('logged in');
log.warning('took %d ms', 1200, { step: 2 });

// Python's own: what is looked up for each record can be a getter.
let step = 0;
const counting = new logging.LoggerAdapter(logger, {
  get step() {
    return ++step;
  },
});
counting.info('begun');
counting.info('done');

const adapter = new ConnectionAdapter(logger, { connection: 'c-17' });
adapter.info('%s connected', 'bob');
