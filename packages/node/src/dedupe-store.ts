import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ConfigError, getPlatform } from '@loggia/core';
import { Journal, readJournal } from './spool/journal.js';

/** The bounds of a {@link fileDedupeStore}; give the ones that the endpoint has. */
export interface FileDedupeOptions {
  /** How many sessions are kept; the one not heard of for longest goes. Default 10,000. */
  readonly sessions?: number | undefined;
  /** Seconds that a session is kept after its last batch. Default 691,200, eight days. */
  readonly ttl?: number | undefined;
}

/** What {@link fileDedupeStore} makes: a `DedupeStore` of `@loggia/ingest`. */
export interface FileDedupeStore {
  load(session: string): string | undefined;
  /** @throws Error if the file did not take it, so that nothing is acknowledged. */
  save(session: string, marks: string): void;
  /** Closes the file. */
  close(): void;
}

interface Marks {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** How much the file may hold beside twice what is live before it is written anew. */
const SLACK_BYTES = 2 ** 20;

/**
 * Keeps in a file which records an ingest endpoint has taken, so that none is taken twice after a restart.
 *
 * The marks of a batch are in the hands of the system before its answer is given: they survive SIGKILL, though not
 * a power failure in the next seconds. They are held in memory, too. Each process needs a file of its own.
 *
 * @throws ConfigError if the file cannot be used.
 * @example
 * ```ts
 * import { fileDedupeStore } from 'loggia/node';
 * import { createIngest } from 'loggia/ingest';
 * const ingest = createIngest({ dedupe: { store: fileDedupeStore('logs/marks') } });
 * ```
 */
export function fileDedupeStore(path: string, options: FileDedupeOptions = {}): FileDedupeStore {
  const { sessions = 10_000, ttl = 691_200 } = options;
  const file = resolve(path);
  const kept = new Map<string, Marks>();
  let journal: Journal;
  let compactAt = 0;

  function keep(session: string, marks: Marks): void {
    // The order of the map is that of the last use.
    kept.delete(session);
    kept.set(session, marks);
  }

  function forget(): void {
    const oldest = getPlatform().now() - ttl * 1000;
    for (const [session, { at }] of kept) {
      if (kept.size <= sessions && at >= oldest) return;
      kept.delete(session);
    }
  }

  /** Begins a file with what is live, which then takes the place of the present one. */
  function rewrite(): Journal {
    const fresh = new Journal(`${file}.new`);
    fresh.write([...kept].map(([session, { at, text }]) => ['m', session, at, text]));
    if (fresh.hasFailed) {
      fresh.close();
      rmSync(fresh.path, { force: true });
      throw new Error(`there is no room for ${fresh.path}`);
    }
    renameSync(fresh.path, file);
    compactAt = 2 * fresh.bytes + SLACK_BYTES;
    return fresh;
  }

  try {
    mkdirSync(dirname(file), { recursive: true });
    for (const [, session, at, text] of readJournal(file).lines) {
      keep(String(session), { at: Number(at), text: String(text) });
    }
    forget();
    journal = rewrite();
  } catch (cause) {
    throw new ConfigError('path', `cannot keep marks in ${file}: ${(cause as Error).message}`, { cause });
  }

  return {
    load: (session) => kept.get(session)?.text,
    save(session, text) {
      const marks = { at: getPlatform().now(), text };
      keep(session, marks);
      forget();
      if (journal.bytes > compactAt) {
        const full = journal;
        journal = rewrite();
        full.close();
      } else {
        journal.write([['m', session, marks.at, text]]);
        if (journal.hasFailed) throw new Error(`cannot write to ${file}`);
      }
    },
    close: () => journal.close(),
  };
}
