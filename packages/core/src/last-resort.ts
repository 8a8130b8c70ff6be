import type { Handler } from './handler.js';
import { StreamHandler } from './handlers/stream.js';
import { WARNING } from './levels.js';
import { type BaseSettings, state } from './state.js';

/** Switches for the whole process. They are read when they are needed, so a change takes effect at once. */
export interface Settings extends BaseSettings {
  /**
   * What handles records that no handler was found for: by default one that writes warnings and worse to the
   * platform's stderr. Null: nothing does.
   */
  lastResort: Handler | null;
}

/**
 * The switches for the whole process.
 *
 * @example
 * ```ts
 * import { settings } from 'loggia';
 * settings.raiseExceptions = false; // in production: no reports of errors inside logging
 * ```
 */
export const settings: Settings = /* @__PURE__ */ withLastResort(state.settings);

function withLastResort(base: BaseSettings): Settings {
  if (!('lastResort' in base)) {
    let handler: Handler | null | undefined;
    Object.defineProperty(base, 'lastResort', {
      enumerable: true,
      get() {
        // Made when it is first needed, so that importing Loggia makes no handler.
        if (handler === undefined) {
          handler = new StreamHandler();
          handler.setLevel(WARNING);
        }
        return handler;
      },
      set(replacement: Handler | null) {
        handler = replacement;
      },
    });
  }
  return base as Settings;
}
