import { getLogger, SocketHandler } from 'loggia/node';

const [, , name = 'worker', port] = process.argv;

const handler = new SocketHandler('127.0.0.1', Number(port));
handler.addFilter((record) => {
  record.processName = name;
  return true;
});
const root = getLogger();
root.addHandler(handler);
root.setLevel('DEBUG');

getLogger('a.b.c').info('Worker started');
getLogger('d.e.f').warning('Random message #%d', 1);
getLogger('a.b.c').debug('Worker finished');
