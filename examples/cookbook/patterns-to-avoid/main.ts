import { readFileSync } from 'node:fs';
import * as logging from 'loggia/node';

// One file, opened twice: each handler thinks that the file is its own.
const first = new logging.RotatingFileHandler('app.log', { maxBytes: 40, backupCount: 2 });
const second = new logging.FileHandler('app.log');
const both = logging.getLogger('both');
both.addHandler(first);
both.addHandler(second);
for (let i = 0; i < 3; i++) both.warning('record %d of one log', i);
await Promise.all([first.close(), second.close()]);
for (const name of ['app.log.2', 'app.log.1', 'app.log']) {
  console.log('%s: %j', name, readFileSync(name, 'utf8').trimEnd().split('\n'));
}

// A logger for each connection: loggers live as long as the program.
for (let id = 0; id < 1000; id++) logging.getLogger(`connection.${id}`).debug('opened');
console.log('loggers: %d', logging.root.manager.loggerDict.size);

// Instead: one logger, and an adapter for each connection.
logging.basicConfig({ format: '%(name)s [%(connection)d] %(message)s', stream: process.stdout });
const log = logging.getLogger('connections');
for (let id = 0; id < 3; id++) log.with({ connection: id }).warning('opened');
