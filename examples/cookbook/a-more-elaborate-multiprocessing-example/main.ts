import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { dictConfig } from 'loggia/config';
import { getLogger, ProcessQueue, QueueHandler, QueueListener } from 'loggia/node';
import { mainConfig } from './configurations.ts';

const start = (script: string): ChildProcess => fork(new URL(script, import.meta.url));

dictConfig(mainConfig);
const logger = getLogger('setup');

logger.info('About to create listener ...');
const listener = start('listener.ts');
// Node's processes talk to their parents, so what the workers log goes through here, unread.
const toListener = new QueueHandler(new ProcessQueue(listener));

logger.info('About to create workers ...');
const workers = [1, 2, 3].map((number) => {
  const worker = start('worker.ts');
  const relay = new QueueListener(new ProcessQueue(worker), toListener);
  relay.start();
  logger.info('Started worker: %d', number);
  return once(worker, 'exit').then(() => relay.stop());
});
await Promise.all(workers);

logger.info('Telling listener to stop ...');
await toListener.close();
listener.send('stop');
await once(listener, 'exit');
logger.info('All done.');
