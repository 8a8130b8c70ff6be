import { getLogger, ProcessQueue, QueueHandler } from 'loggia/node';

const handler = new QueueHandler(new ProcessQueue(process));
handler.addFilter((record) => {
  record.processName = process.argv[2] ?? null;
  return true;
});
const root = getLogger();
root.addHandler(handler);
root.setLevel('DEBUG');

getLogger('foo.bar').debug('Message no. %d', 1);
getLogger('spam').error('Message no. %d', 2, { cart: 'c-17' });
process.exit();
