import { fork } from 'node:child_process';
import { once } from 'node:events';
import { error, info } from 'loggia/node';
import { configure } from './configure.ts';

configure('main');
for (const name of ['a', 'b']) {
  info('starting %s', name);
  const child = fork(new URL('./worker.ts', import.meta.url), [name]);
  const [code] = await once(child, 'exit');
  if (code !== 0) error('%s ended with %d', name, code);
}
