import * as logging from 'loggia';

// One library adds a field, …
const before = logging.getLogRecordFactory();
logging.setLogRecordFactory((...args) => {
  const record = before(...args);
  record.extra['custom_attribute'] = 0xdecafbad;
  return record;
});

// … and another one, on top of it.
let count = 0;
const next = logging.getLogRecordFactory();
logging.setLogRecordFactory((...args) => {
  const record = next(...args);
  record.extra['number'] = ++count;
  return record;
});

logging.basicConfig({
  level: 'INFO',
  format: '%(number)s %(custom_attribute)x %(message)s',
});
logging.info('first');
logging.info('second', { number: 'two' }); // the fields of the call win

/** A record with an attribute of its own, computed when it is read. */
class ShortRecord extends logging.LogRecord {
  get initial(): string {
    return this.levelname.charAt(0);
  }
}
logging.setLogRecordFactory(ShortRecord);
logging.basicConfig({ format: '%(initial)s %(message)s', force: true });
logging.warning('third');
