import * as logging from 'loggia/node';

const stdout = new logging.StreamHandler(process.stdout);
stdout.setFormatter(new logging.Formatter('%(levelname)s: %(message)s'));

const logger = logging.getLogger('shop');
logger.setLevel('DEBUG');
logger.addHandler(new logging.NullHandler());

const ifErrors = logging.logIfErrors(logger, { targetHandler: stdout, flushLevel: 'ERROR', capacity: 100 });

function foo(fail: boolean): boolean {
  console.log('about to log at DEBUG, INFO, WARNING ...');
  logger.debug('Actually logged at DEBUG');
  logger.info('Actually logged at INFO');
  logger.warning('Actually logged at WARNING');
  if (fail) {
    console.log('about to log at ERROR, CRITICAL ...');
    logger.error('Actually logged at ERROR');
    logger.critical('Actually logged at CRITICAL');
  }
  return fail;
}
const decoratedFoo = ifErrors(foo);

console.log('Calling undecorated foo with true');
foo(true);
console.log('Calling decorated foo with false');
decoratedFoo(false);
console.log('Calling decorated foo with true');
decoratedFoo(true);

// Each call has its own buffer, also where they overlap; and what throws is an error, too.
const pay = ifErrors(async (order: number) => {
  logger.debug('paying for order %d', order);
  await Promise.resolve();
  if (order === 2) logger.error('order %d is not known', order);
});
console.log('Paying for three orders at once');
await Promise.all([1, 2, 3].map(pay));
