import { ConfigError } from '../errors.js';
import type { FileConfigOptions } from './file.js';
import type { ConfigOptions } from './schema.js';

/** Options of {@link listen}. */
export interface ListenOptions extends ConfigOptions {
  /**
   * Looks at what was received before anything is read from it, and returns what is to be read, which may be other bytes:
   * decrypted ones, say. Null, or an error, refuses it. Default: whatever comes is tried.
   */
  readonly verify?: ((bytes: Uint8Array) => Uint8Array | null | Promise<Uint8Array | null>) | undefined;
  /** The address to listen at. Default `127.0.0.1`: a configuration writes files and opens connections. */
  readonly host?: string | undefined;
  /** The longest configuration, in bytes. Default 1,048,576. */
  readonly maxBytes?: number | undefined;
  /** Milliseconds from a connection's first moment to the last byte of its configuration. Default 10,000. */
  readonly timeout?: number | undefined;
}

/** What {@link listen} returns. */
export interface ConfigListener extends AsyncDisposable {
  /** The port; if it was to be any free one, it is known once {@link ConfigListener.start} has settled. */
  readonly port: number;
  /** Begins to listen. Rejects if that is not possible. */
  start(): Promise<void>;
  /** Ends it. What came whole before is applied. */
  stop(): Promise<void>;
}

/** Options of {@link watchConfig}. */
export interface WatchConfigOptions extends FileConfigOptions {
  /** Milliseconds between looks at the file. A change is applied when the file looks the same twice. Default 500. */
  readonly interval?: number | undefined;
}

/**
 * Makes a server that takes new configurations while the program runs, as Python's `logging.config.listen`: four bytes
 * of length, then a dictionary in JSON or an INI file. Python's own sending script works against it. Only in Node;
 * elsewhere it throws.
 *
 * One configuration is applied after the other, each whole or not at all. The sender is answered `ok`, or `error: ` and
 * what is wrong, which is also logged to `loggia.config`. What is too long, broken off or slow is refused, and logged
 * once for each reason. Whoever can connect can have files written: the address is local unless you say otherwise, and
 * then `verify` should look at a signature.
 *
 * @param port - 0 for any free one. Default 9030.
 * @throws ConfigError where nothing can listen.
 * @example
 * ```ts
 * import { listen, stopListening } from 'loggia/config';
 * const server = listen(0, { verify: (bytes) => (bytes.length < 10_000 ? bytes : null) });
 * await server.start();
 * console.log(server.port > 0); // true
 * await stopListening();
 * ```
 */
export function listen(_port?: number, _options?: ListenOptions): ConfigListener {
  throw new ConfigError('', 'Unable to listen: only Node has servers. Configure with dictConfig here');
}

/**
 * Stops every server that {@link listen} made and that was started.
 *
 * @example
 * ```ts
 * import { stopListening } from 'loggia/config';
 * await stopListening(); // nothing listens, so nothing is done
 * ```
 */
export async function stopListening(): Promise<void> {}

/**
 * Configures logging as a file says, a dictionary in JSON or an INI file, and does so anew whenever the file changes.
 * Only in Node; elsewhere it throws.
 *
 * Handlers whose description has not changed stay open. A file that is bad or gone changes nothing; why is logged to
 * `loggia.config`, once. The file is looked at, not held open, so every way of replacing it is seen: editors that rename,
 * links, mounted volumes. The watch does not keep the program alive.
 *
 * @returns What ends the watch; the configuration stays.
 * @throws ConfigError if the file cannot be applied now, or there are no files.
 * @example
 * ```ts
 * import { writeFileSync } from 'node:fs';
 * import { watchConfig } from 'loggia/config';
 * writeFileSync('logging.json', JSON.stringify({ version: 1, root: { level: 'INFO' } }));
 * const watch = watchConfig('logging.json');
 * // From now on, whoever changes the level in the file changes it in the program.
 * watch[Symbol.dispose]();
 * ```
 */
export function watchConfig(
  _path: string | { readonly href: string },
  _options?: WatchConfigOptions,
): Disposable {
  throw new ConfigError('', 'Unable to watch a file: only Node has files. Configure with dictConfig here');
}
