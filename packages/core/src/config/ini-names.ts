import { quote } from '../format/python-text.js';
import type { NameReader } from './literal.js';
import { didYouMean } from './nearest.js';
import { pythonError } from './problems.js';
import { findName, type Scope, UnresolvedError } from './resolve.js';

/** Modules that expressions may name, and what Python calls them. */
const MODULES: Readonly<Record<string, string>> = {
  handlers: 'logging.handlers',
  logging: 'logging',
  sys: 'sys',
};

/**
 * What names mean in `args`, `kwargs` and `defaults`: Python looks in its module `logging`, so `ERROR` and
 * `handlers.SysLogHandler.LOG_USER` are known; then what the application passed.
 */
export function nameReader(scope: Scope): NameReader {
  return (name) => {
    for (const full of [name, `logging.${name}`]) {
      try {
        return findName(full, scope);
      } catch (error) {
        if (!(error instanceof UnresolvedError)) throw error;
      }
    }
    throw unknownName(name, scope);
  };
}

function unknownName(name: string, { table, ext }: Scope): Error {
  const known = [...Object.keys(table.constants), ...Object.keys(ext), 'sys.stdout', 'sys.stderr', 'ERROR'];
  const hint = didYouMean(name, known) || ' (pass what is yours as { ext })';
  const [head = '', ...rest] = name.split('.');
  const module = Object.hasOwn(MODULES, head) ? MODULES[head] : undefined;
  return module === undefined || rest.length === 0
    ? pythonError('NameError', `name ${quote(head)} is not defined${hint}`)
    : pythonError(
        'AttributeError',
        `module ${quote(module)} has no attribute ${quote(rest.join('.'))}${hint}`,
      );
}
