import { createRequire } from 'node:module';
import { getPlatform, overrideLevelsFrom } from '@loggia/core';

/**
 * Does what the environment says: `LOGGIA_LEVELS=shop.db=DEBUG@15m,shop=INFO` lets other levels count, see
 * `overrideLevels`, and `LOGGIA_CONFIG=logging.json` configures logging by a file, a dictionary in JSON or an INI file.
 * `basicConfig` does nothing then, as there are handlers; the program's own `dictConfig` has the last word.
 *
 * Where nothing is set, nothing is loaded. A setting that is wrong is told of on stderr; the program goes on.
 *
 * @example
 * ```ts
 * import { installPlatform } from '@loggia/core';
 * import { nodePlatform, readEnvironment } from '@loggia/node';
 * if (installPlatform(nodePlatform)) readEnvironment(); // what importing loggia does
 * ```
 */
export function readEnvironment(): void {
  overrideLevelsFrom('LOGGIA_LEVELS', variable('LOGGIA_LEVELS'));
  const path = variable('LOGGIA_CONFIG');
  if (path === '') return;
  try {
    // What reads configurations knows every handler, so it is only loaded when it is asked for; at once, since the next
    // statement of the program may log. Copies of Loggia share all that they configure.
    const load = createRequire(import.meta.url) as (name: string) => unknown;
    (load('@loggia/node/config') as typeof import('./config.js')).configureByFile(path);
  } catch (error) {
    getPlatform().stderr.write(`LOGGIA_CONFIG: ${(error as Error).message}\n`);
  }
}

function variable(name: string): string {
  try {
    return process.env[name] ?? '';
  } catch {
    return ''; // a run time may forbid a look
  }
}
