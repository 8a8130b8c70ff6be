import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { byNumber, type LogBench, useLogBench } from '../files/log-bench.testing.js';
import { RotatingFileHandler, type RotatingFileOptions } from './rotating-file.js';

export interface SharedLog {
  readonly bench: LogBench;
  /** One more handler of the file. */
  open(options?: RotatingFileOptions): RotatingFileHandler;
  /** The names of what belongs to the log, not to those who share it. */
  logs(): string[];
  /** The lines of all of them, the oldest first. */
  allLines(): string[];
  /** A path in the folder of those who share it. */
  folder(...names: string[]): string;
  /** The files of those whose turn it is not. */
  spills(): string[];
}

export function useSharedLog(): SharedLog {
  const bench = useLogBench();
  const logs = (): string[] => bench.names().filter((name) => name.startsWith('app.log'));
  const folder = (...names: string[]): string => join(bench.directory, '.app.log.shared', ...names);
  return {
    bench,
    open: (options) =>
      bench.use(new RotatingFileHandler(bench.path, { shared: true, backupCount: 1000, ...options })),
    logs,
    allLines: () => bench.lines(...byNumber(logs())),
    folder,
    spills: () => readdirSync(folder()).filter((name) => name.startsWith('spill.')),
  };
}
