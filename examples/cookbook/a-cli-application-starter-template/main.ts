import { parseArgs } from 'node:util';
import * as logging from 'loggia/node';
import { restart, start, stop } from './commands.ts';

const COMMANDS = { start, stop, restart };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'log-level': { type: 'string', default: 'INFO' } },
});
const [command = '', ...names] = positionals;
if (!Object.hasOwn(COMMANDS, command) || names.length === 0) {
  console.error('usage: main.ts [--log-level LEVEL] start|stop|restart NAME...');
  process.exit(2);
}

logging.basicConfig({
  level: values['log-level'].toUpperCase(),
  format: '%(levelname)s %(name)s %(message)s',
});
COMMANDS[command as keyof typeof COMMANDS](names);
