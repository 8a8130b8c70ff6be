import { dictConfig } from 'loggia/config';
import { getLogger, ProcessQueue } from 'loggia/node';
import { workerConfig } from './configurations.ts';

dictConfig(workerConfig(new ProcessQueue(process)));

const LEVELS = [10, 20, 30, 40, 50];
const LOGGERS = ['foo', 'foo.bar', 'foo.bar.baz', 'spam', 'spam.ham', 'spam.ham.eggs'];
for (let i = 0; i < 60; i++) {
  getLogger(LOGGERS[i % LOGGERS.length]).log(LEVELS[i % LEVELS.length]!, 'Message no. %d', i);
}
