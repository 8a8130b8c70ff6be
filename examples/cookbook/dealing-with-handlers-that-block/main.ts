import * as logging from 'loggia/node';

/** Takes long to write a record, as a mail server might. */
class SlowHandler extends logging.Handler {
  override emit(record: logging.LogRecord): void {
    const until = performance.now() + 20;
    while (performance.now() < until);
    console.log(this.format(record));
  }
}

const queue = new logging.LogQueue({ capacity: 1000, overflow: { dropBelow: 'WARNING' } });
const root = logging.getLogger();
root.addHandler(new logging.QueueHandler(queue));

const slow = new SlowHandler();
slow.setFormatter(new logging.Formatter('%(threadName)s: %(message)s'));
const listener = new logging.QueueListener(queue, slow);
listener.start();

root.warning('Look out!');
console.log('The call is back, the record waits.');
await listener.stop(); // all is written
