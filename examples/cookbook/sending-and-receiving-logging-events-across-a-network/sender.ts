import * as logging from 'loggia/node';

const root = logging.getLogger();
root.setLevel('DEBUG');
// No formatter: the record itself is sent, and formatted where it arrives.
root.addHandler(new logging.SocketHandler('127.0.0.1', Number(process.argv[2] ?? 9020)));

logging.info('Jackdaws love my big sphinx of quartz.');

const log1 = logging.getLogger('myapp.area1');
const log2 = logging.getLogger('myapp.area2');
log1.debug('Quick zephyrs blow, vexing daft Jim.');
log1.info('How quickly daft jumping zebras vex.');
log2.warning('Jail zesty vixen who grabbed pay from quack.');
log2.error('The five boxing wizards jump quickly.');
