import { fork } from 'node:child_process';
import { once } from 'node:events';

const workers = ['worker-1', 'worker-2', 'worker-3'].map((name) =>
  fork(new URL('./worker.ts', import.meta.url), [name]),
);
await Promise.all(workers.map((worker) => once(worker, 'exit')));
