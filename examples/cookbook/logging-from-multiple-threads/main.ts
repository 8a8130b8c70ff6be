import { Worker } from 'node:worker_threads';
import * as logging from 'loggia/node';

logging.basicConfig({ level: 'DEBUG', format: '%(threadName)s %(levelname)s %(message)s' });
logging.info('Hello from main');

const worker = new Worker(new URL('./worker.ts', import.meta.url));
const listener = new logging.QueueListener(new logging.WorkerQueue(worker), ...logging.root.handlers);
listener.start();

worker.on('exit', async () => {
  await listener.stop(); // all that the worker logged is written
  logging.info('Goodbye from main');
});
