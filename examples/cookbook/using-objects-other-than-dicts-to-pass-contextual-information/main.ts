import * as logging from 'loggia/node';

const handler = new logging.StreamHandler(process.stdout);
handler.setFormatter(new logging.Formatter('%(message)-8s user=%(user)s open=%(open)d'));
handler.addFilter(new logging.ContextFilter());
logging.root.addHandler(handler);

/** What is open now: it changes while the program runs. */
const connections = new Set<string>();

// A getter is asked for each record.
const log = logging.getLogger('server').with({
  user: 'ann',
  get open() {
    return connections.size;
  },
});
log.warning('before');
connections.add('c-1').add('c-2');
log.warning('after');

// For all records of the program, whoever logs: a function that is asked for the fields.
using _ = logging.installContext(() => ({ user: 'nobody', open: connections.size }));
connections.delete('c-1');
logging.getLogger('library').warning('later');
