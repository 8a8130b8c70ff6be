import { chmodSync, chownSync, closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { dictConfig, type LoggingConfig } from 'loggia/config';
import { FileHandler, getLogger } from 'loggia/node';

interface OwnedFileOptions {
  filename: string;
  mode?: 'a' | 'w';
  owner?: [user: number, group: number];
  permissions?: number;
}

/** A file handler whose file belongs to somebody. */
function ownedFileHandler({ filename, mode = 'a', owner, permissions }: OwnedFileOptions): FileHandler {
  closeSync(openSync(filename, 'a'));
  if (owner !== undefined) chownSync(filename, ...owner);
  if (permissions !== undefined) chmodSync(filename, permissions);
  return new FileHandler(filename, { mode });
}

const LOGGING: LoggingConfig = {
  version: 1,
  disable_existing_loggers: false,
  formatters: { default: { format: '%(asctime)s %(levelname)s %(name)s %(message)s' } },
  handlers: {
    file: {
      // Who makes the handler: the function itself, or a name that `ext` knows. The next two are dictConfig's.
      '()': 'ext://project.util.owned_file_handler',
      level: 'DEBUG',
      formatter: 'default',
      // The rest goes to the function, in one object.
      filename: 'owned.log',
      mode: 'w',
      owner: [process.getuid!(), process.getgid!()],
      permissions: 0o600,
    },
  },
  root: { handlers: ['file'], level: 'DEBUG' },
};

dictConfig(LOGGING, { ext: { 'project.util.owned_file_handler': ownedFileHandler } });
getLogger('mylogger').debug('A debug message');

console.log(readFileSync('owned.log', 'utf8').trimEnd());
console.log('permissions: %s', (statSync('owned.log').mode & 0o777).toString(8));
