import { existsSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { BaseRotatingHandler } from '../handlers/base-rotating.js';

/** How the vectors write a namer. */
export interface NamerCase {
  readonly suffix?: string;
  readonly replace?: string;
  readonly with?: string;
  readonly append?: string;
}

/** How the vectors write a rotator. */
export interface RotatorCase {
  readonly prepend: string;
}

/** Gives a handler the namer and the rotator of a case. */
export function customize(
  handler: BaseRotatingHandler,
  { namer, rotator }: { readonly namer?: NamerCase | null; readonly rotator?: RotatorCase | null },
): void {
  if (namer) {
    handler.namer = (name) =>
      namer.suffix !== undefined
        ? name + namer.suffix
        : join(
            dirname(name),
            basename(name).replaceAll(namer.replace ?? '', namer.with ?? '') + (namer.append ?? ''),
          );
  }
  if (rotator) {
    handler.rotator = (source, dest) => {
      if (!existsSync(source)) return;
      writeFileSync(dest, rotator.prepend + readFileSync(source, 'utf8'));
      unlinkSync(source);
    };
  }
}

/** The name and the text of every file. */
export function filesOf(directory: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(directory)
      .sort()
      .map((file) => [file, readFileSync(join(directory, file), 'utf8')]),
  );
}

/** The cases of a vector file. */
export function casesOf<T>(file: string): readonly T[] {
  const path = new URL(`../../../../vectors/${file}`, import.meta.url);
  return (JSON.parse(readFileSync(path, 'utf8')) as { cases: readonly T[] }).cases;
}
