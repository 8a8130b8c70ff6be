import type { WatchConfigOptions } from '@loggia/core/config';
import { complain } from './complain.js';
import { applyConfigText, decodeText, fileOf, nameOf, readConfigBytes } from './config-text.js';
import { FileWatch } from './file-watch.js';

const DEFAULT_INTERVAL_MS = 500;

/** See `watchConfig` of `@loggia/core/config`, which says the same and throws. */
export function watchConfig(
  path: string | { readonly href: string },
  options: WatchConfigOptions = {},
): Disposable {
  const { interval = DEFAULT_INTERVAL_MS, ...config } = options;
  const filename = nameOf(path);
  const apply = (bytes: Uint8Array): void =>
    applyConfigText({ text: decodeText(bytes, filename, config.encoding), filename }, config);
  const bytes = readConfigBytes(path);
  apply(bytes);
  const watch = new FileWatch(fileOf(path), bytes, interval, {
    onChange(changed) {
      try {
        apply(changed);
      } catch (error) {
        complain(`${filename} is not applied: ${(error as Error).message}`);
      }
    },
    onFailure: (error) => complain(`${filename} cannot be read: ${error.message}`),
  });
  return { [Symbol.dispose]: () => watch.stop() };
}
