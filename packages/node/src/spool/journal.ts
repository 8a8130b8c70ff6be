import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { reportError } from '@loggia/core';

/** What a line of a journal says: its kind, then what belongs to that. */
export type JournalLine = readonly [kind: string, ...unknown[]];

/**
 * A file of lines that is only added to. A line is in the hands of the system when the call returns, so that it
 * outlives the process. Each carries a checksum: one that a crash or a bad disk has spoilt is left out.
 */
export class Journal {
  readonly path: string;
  /** How long the file is. */
  bytes = 0;
  /** Whether the last line is not, or not wholly, in the file. */
  hasFailed = false;
  readonly #fd: number;

  /** Begins the file anew. */
  constructor(path: string) {
    this.path = path;
    this.#fd = openSync(path, 'w');
  }

  /** Never throws: what a full disk cannot hold is reported, once in a row, and still in memory. */
  write(lines: readonly JournalLine[]): void {
    const text = lines.map(encodeLine).join('');
    // What was cut off last time must not spoil what follows.
    const data = Buffer.from(this.hasFailed ? `\n${text}` : text);
    try {
      for (let at = 0; at < data.length; ) {
        const written = writeSync(this.#fd, data, at);
        at += written;
        this.bytes += written;
      }
      this.hasFailed = false;
    } catch (error) {
      if (!this.hasFailed) reportError(null, error);
      this.hasFailed = true;
    }
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** Reads the lines of a journal, and counts those that are spoilt. */
export function readJournal(path: string): {
  readonly lines: readonly JournalLine[];
  readonly spoilt: number;
} {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return { lines: [], spoilt: 0 };
  }
  const written = text.split('\n').filter((line) => line !== '');
  const lines = written.flatMap((line) => decodeLine(line) ?? []);
  return { lines, spoilt: written.length - lines.length };
}

function encodeLine(line: JournalLine): string {
  const json = JSON.stringify(line);
  return `${checksum(json)}${json}\n`;
}

// In an array, so that `flatMap` leaves it whole.
function decodeLine(line: string): [JournalLine] | undefined {
  const start = line.indexOf('[');
  const json = line.slice(start);
  if (start < 0 || line.slice(0, start) !== checksum(json)) return undefined;
  try {
    return [JSON.parse(json)];
  } catch {
    return undefined;
  }
}

/** FNV-1a of the UTF-16 units. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16);
}
