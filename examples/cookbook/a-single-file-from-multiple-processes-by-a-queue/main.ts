import { fork } from 'node:child_process';
import { dictConfig } from 'loggia/config';
import { getLogger, ProcessQueue } from 'loggia/node';

const file = (filename: string, level = 'NOTSET') => ({
  class: 'logging.FileHandler',
  filename,
  mode: 'w',
  level,
  formatter: 'detailed',
});
dictConfig({
  version: 1,
  formatters: {
    detailed: { format: '%(asctime)s %(name)-7s %(levelname)-8s %(processName)-8s %(message)s' },
  },
  handlers: {
    file: file('app.log'),
    foofile: file('app-foo.log'),
    errors: file('app-errors.log', 'ERROR'),
  },
  loggers: { foo: { handlers: ['foofile'] } },
  root: { level: 'DEBUG', handlers: ['file', 'errors'] },
});

/** Runs a worker, and logs what it logs. */
async function run(name: string): Promise<void> {
  const child = fork(new URL('./worker.ts', import.meta.url), [name]);
  const queue = new ProcessQueue(child);
  child.on('exit', () => queue.put(null)); // the end, after all that it sent
  for await (const record of queue) getLogger(record.name).handle(record);
}

await Promise.all([run('worker-1'), run('worker-2')]);
getLogger().info('All done');
