import { getLogger } from 'loggia';
import { fileConfig, listen, stopListening } from 'loggia/config';
import { send } from './send.ts';

fileConfig('logging.conf');
const listener = listen(0); // any free port; 9030 if none is given
await listener.start();

const logger = getLogger('simpleExample');

function logAtEachLevel(): void {
  logger.debug('debug message');
  logger.info('info message');
  logger.warning('warning message');
  logger.error('error message');
}

// Somebody else would do this, while the program runs.
for (const file of ['quiet.json', 'mistaken.json']) {
  logAtEachLevel();
  console.log(`${file}: ${await send(file, listener.port)}`);
}
logAtEachLevel();

await stopListening();
