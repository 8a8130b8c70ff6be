import { resolve } from 'node:path';
import { ConfigError, type Store } from '@loggia/core';
import { type FileSpoolOptions, FileStore } from './spool/file-store.js';

/**
 * A store on disk, for `HTTPHandler`: records that were accepted before the process died are delivered by the next
 * one that opens the directory, each once behind an ingest endpoint.
 *
 * A record is in the hands of the system when the logging call returns: it survives SIGKILL, though not a power
 * failure in the next seconds. What waits is also held in memory. Processes on one machine may share a directory:
 * each has its own files in it, and takes over those of processes that are gone. Give each handler its own spool.
 *
 * @throws ConfigError if the directory cannot be used.
 * @example
 * ```ts
 * import { fileSpool, getLogger, HTTPHandler } from 'loggia/node';
 * const store = fileSpool('spool', { maxBytes: 8_000_000 });
 * const handler = new HTTPHandler('https://logs.example/ingest', { store });
 * getLogger('shop').addHandler(handler);
 * ```
 */
export function fileSpool(directory: string, options: FileSpoolOptions = {}): Store {
  const path = resolve(directory);
  try {
    return new FileStore(path, options);
  } catch (cause) {
    throw new ConfigError('directory', `cannot keep records in ${path}: ${(cause as Error).message}`, {
      cause,
    });
  }
}
