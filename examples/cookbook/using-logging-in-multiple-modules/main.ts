import * as logging from 'loggia/node';
import { Auxiliary, someFunction } from './auxiliary.ts';

const logger = logging.getLogger('spam_application');
logger.setLevel('DEBUG');

// The file has everything, the console only errors.
const file = new logging.FileHandler('spam.log');
const console = new logging.StreamHandler();
console.setLevel('ERROR');

const formatter = new logging.Formatter('%(asctime)s - %(name)s - %(levelname)s - %(message)s');
for (const handler of [file, console]) {
  handler.setFormatter(formatter);
  logger.addHandler(handler);
}

logger.info('creating an instance of Auxiliary');
const auxiliary = new Auxiliary();
logger.info('created an instance of Auxiliary');
logger.info('calling Auxiliary.doSomething');
auxiliary.doSomething();
logger.info('finished Auxiliary.doSomething');
logger.info('calling someFunction()');
someFunction();
logger.info('done with someFunction()');
