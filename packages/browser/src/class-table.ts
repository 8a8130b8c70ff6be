import { type ClassTable, coreClassTable } from '@loggia/core/config';

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
