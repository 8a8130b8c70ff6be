import * as logging from 'loggia';

const _ = (message: string, fields: object) => new logging.StructuredMessage(message, fields);

logging.basicConfig({ level: 'INFO', format: '%(message)s', stream: process.stdout });
logging.info(_('message 1', { foo: 'bar', bar: 'baz', num: 123, fnum: 123.456 }));

// The same without a class of message: fields are the last argument, and a formatter writes the whole record.
const handler = new logging.StreamHandler(process.stdout);
handler.setFormatter(new logging.JSONFormatter());
const log = logging.getLogger('shop');
log.propagate = false;
log.addHandler(handler);
log.info('message %d', 2, { foo: 'bar', bar: 'baz', num: 123, fnum: 123.456 });
