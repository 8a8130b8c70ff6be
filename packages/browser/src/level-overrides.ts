import { overrideLevelsFrom, withEndDates } from '@loggia/core';

/** The name of the parameter in the address, and of the key in the storage. */
const NAME = 'loggia';

/** Where {@link allowLevelOverrides} looks. */
export interface AllowedOverrides {
  /** The page's address: `?loggia=shop.db:DEBUG`. Default false. */
  readonly query?: boolean;
  /** `localStorage`, which holds for all pages of the site: `localStorage.loggia = 'shop.db=DEBUG@15m'`. Default false. */
  readonly storage?: boolean;
}

/**
 * Lets whoever looks at the page choose levels of loggers, in the address or in `localStorage`. Without this call nobody
 * can. Whoever can send a link chooses, too: what is logged then must be fit to be seen and to be shipped.
 *
 * `shop.db=DEBUG,shop=INFO`, where `:` is as good as `=`; `shop.db=DEBUG@15m` ends after a quarter of an hour, also where
 * the page is loaded again meanwhile. What cannot be read is told of in the console.
 *
 * @returns What puts the configured levels back.
 * @example
 * ```ts page
 * import { allowLevelOverrides, getLogger } from 'loggia/browser';
 * localStorage.setItem('loggia', 'shop.db=DEBUG@15m'); // in the console of the browser
 * allowLevelOverrides({ query: true, storage: true });
 * console.log(getLogger('shop.db').isEnabledFor(10)); // true
 * ```
 */
export function allowLevelOverrides({ query = false, storage = false }: AllowedOverrides): Disposable {
  const stored = storage ? readStorage() : '';
  const asked = query ? new URLSearchParams(globalThis.location?.search ?? '').getAll(NAME).join(',') : '';
  // The address is nearer at hand, so it is the later one, which wins.
  const done = [overrideLevelsFrom('localStorage.loggia', stored), overrideLevelsFrom('?loggia', asked)];
  return {
    [Symbol.dispose]() {
      for (const one of done) one[Symbol.dispose]();
    },
  };
}

/** What is stored; durations are replaced there by the dates of their ends. */
function readStorage(): string {
  try {
    const written = localStorage.getItem(NAME);
    if (written === null) return '';
    const kept = withEndDates(written);
    if (kept === '') localStorage.removeItem(NAME);
    else if (kept !== written) localStorage.setItem(NAME, kept);
    return kept;
  } catch {
    return ''; // a page may have no storage, or none that it may use
  }
}
