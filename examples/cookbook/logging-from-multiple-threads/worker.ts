import { parentPort } from 'node:worker_threads';
import { getLogger, QueueHandler, WorkerQueue } from 'loggia/node';

const root = getLogger();
root.setLevel('DEBUG');
root.addHandler(new QueueHandler(new WorkerQueue(parentPort!)));

for (let i = 1; i <= 3; i++) getLogger('worker').debug('Hi from the worker, %d', i);
