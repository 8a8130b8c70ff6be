import * as logging from 'loggia/node';

const logger = logging.getLogger('simple_example');
logger.setLevel('DEBUG');

const file = new logging.FileHandler('spam.log');
file.setFormatter(new logging.Formatter('%(asctime)s - %(name)s - %(levelname)s - %(message)s'));
logger.addHandler(file);

const console = new logging.StreamHandler();
console.setLevel('ERROR');
console.setFormatter(new logging.Formatter('%(levelname)s: %(message)s'));
logger.addHandler(console);

// The application's code
logger.debug('debug message');
logger.info('info message');
logger.warning('warning message');
logger.error('error message');
logger.critical('critical message');
