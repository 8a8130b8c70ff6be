import { type ClassTable, coreClassTable, type Option, optionKit, withOptions } from '@loggia/core/config';
import { IndexedDBHandler } from './handlers/indexeddb.js';

const { amount, choice, integer, level, name } = optionKit;
const target = coreClassTable.classes['MemoryHandler']!.options['target'] as Option<never>;

/**
 * The classes that configurations in a page know by name.
 *
 * @example
 * ```ts page
 * import { browserClassTable } from '@loggia/browser/config';
 * console.log('HTTPHandler' in browserClassTable.classes); // true
 * ```
 */
export const browserClassTable: ClassTable = {
  ...coreClassTable,
  classes: {
    ...coreClassTable.classes,
    IndexedDBHandler: withOptions(IndexedDBHandler, {
      kind: 'handler',
      args: [],
      options: {
        name,
        capacity: integer(1),
        maxBytes: integer(1),
        flushLevel: level,
        target,
        overflow: choice('drop-oldest', 'flush'),
        passRecords: integer(0),
        passMs: amount(0),
        shipEveryMs: amount(0),
        maxShips: integer(0),
      },
    }),
  },
  missing: {
    ...coreClassTable.missing,
    ...Object.fromEntries(
      Object.keys(coreClassTable.missing).map((name) => [
        name,
        `${name} needs Node: in a page, log to the console, or ship records to a server with HTTPHandler`,
      ]),
    ),
  },
};
