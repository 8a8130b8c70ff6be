import { fork } from 'node:child_process';
import { once } from 'node:events';
import * as logging from 'loggia/node';

logging.basicConfig({
  level: 'DEBUG',
  format: '%(asctime)s %(processName)s %(name)s %(levelname)s %(message)s',
  handlers: [new logging.RotatingFileHandler('app.log', { maxBytes: 1_000_000, backupCount: 10 })],
});

// Without onRecord, records go to the loggers that they name, here.
const receiver = new logging.LogRecordSocketReceiver({ port: 0 });
await receiver.start();

const workers = ['worker-1', 'worker-2', 'worker-3'].map((name) =>
  fork(new URL('./worker.ts', import.meta.url), [name, String(receiver.port)]),
);
await Promise.all(workers.map((worker) => once(worker, 'exit')));
await receiver.stop();
logging.info('All done');
