import * as logging from 'loggia/node';

const log = logging.getLogger('shop');
log.setLevel('DEBUG');

const format = new logging.Formatter('%(role)-8s %(message)s');
for (const role of ['support', 'audit']) {
  const handler = new logging.StreamHandler(process.stdout);
  handler.setFormatter(format);
  // The record that a filter returns is this handler's alone: the next handler gets the original.
  handler.addFilter((record) => {
    const copy = logging.makeLogRecord({ ...record });
    copy.extra = { ...record.extra, role };
    if (role === 'support') copy.msg = String(record.msg).replace('%s', '<hidden>');
    if (role === 'support') copy.args = [];
    return copy;
  });
  log.addHandler(handler);
}

log.info('order 17 was paid by %s', 'ann@shop.example');
