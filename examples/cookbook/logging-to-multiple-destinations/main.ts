import * as logging from 'loggia/node';

logging.basicConfig({
  level: 'DEBUG',
  format: '%(asctime)s %(name)-12s %(levelname)-8s %(message)s',
  datefmt: '%m-%d %H:%M',
  filename: 'myapp.log',
  filemode: 'w',
});

const console = new logging.StreamHandler(process.stdout);
console.setLevel('INFO');
console.setFormatter(new logging.Formatter('%(name)-12s: %(levelname)-8s %(message)s'));
logging.getLogger().addHandler(console);

// The root logger's own functions, and loggers of two areas of the application.
logging.info('Jackdaws love my big sphinx of quartz.');

const log1 = logging.getLogger('myapp.area1');
const log2 = logging.getLogger('myapp.area2');
log1.debug('Quick zephyrs blow, vexing daft Jim.');
log1.info('How quickly daft jumping zebras vex.');
log2.warning('Jail zesty vixen who grabbed pay from quack.');
log2.error('The five boxing wizards jump quickly.');
