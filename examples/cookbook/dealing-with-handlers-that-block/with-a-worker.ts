import * as logging from 'loggia/node';

const root = logging.getLogger();
root.addHandler(new logging.WorkerHandler(new URL('./log-worker.ts', import.meta.url)));

root.error('Look out!', new Error('too slow'), { seconds: 2 });
process.exit(); // waits until the worker has written all
