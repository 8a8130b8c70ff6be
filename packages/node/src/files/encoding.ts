import { ConfigError } from '@loggia/core';

/** What becomes of characters that an encoding lacks. The names are Python's. */
export type EncodingErrors = 'strict' | 'replace' | 'ignore' | 'backslashreplace' | 'xmlcharrefreplace';

/** A character that the file's encoding lacks, with `errors: 'strict'`. The name and the text are Python's. */
export class UnicodeEncodeError extends Error {
  override readonly name = 'UnicodeEncodeError';
}

/** Turns text into what the encoding can hold, so that Node's encoder never has to choose. */
export interface FileEncoding {
  /** What Node calls it. */
  readonly nodeName: BufferEncoding;
  /** @throws UnicodeEncodeError with `errors: 'strict'`. */
  fit(text: string): string;
}

interface Codec {
  /** Python's name, for error messages. */
  readonly name: string;
  readonly nodeName: BufferEncoding;
  /** A run of characters that it lacks. */
  readonly lacks: RegExp;
  readonly why: string;
}

const LONE_SURROGATES = /\p{Surrogate}+/gu;
const NO_SURROGATES = 'surrogates not allowed';
const UTF_8: Codec = { name: 'utf-8', nodeName: 'utf8', lacks: LONE_SURROGATES, why: NO_SURROGATES };
const UTF_16_LE: Codec = {
  name: 'utf-16-le',
  nodeName: 'utf16le',
  lacks: LONE_SURROGATES,
  why: NO_SURROGATES,
};
const LATIN_1: Codec = {
  name: 'latin-1',
  nodeName: 'latin1',
  lacks: /[^\0-\xff]+/gu,
  why: 'ordinal not in range(256)',
};
const ASCII: Codec = {
  name: 'ascii',
  nodeName: 'latin1',
  lacks: /[^\0-\x7f]+/gu,
  why: 'ordinal not in range(128)',
};

// Python ignores case and punctuation in the names of encodings.
const CODECS: ReadonlyMap<string, Codec> = /* @__PURE__ */ new Map([
  ['utf8', UTF_8],
  ['u8', UTF_8],
  ['utf16le', UTF_16_LE],
  ['latin1', LATIN_1],
  ['iso88591', LATIN_1],
  ['l1', LATIN_1],
  ['ascii', ASCII],
  ['usascii', ASCII],
]);

const REPLACEMENTS: ReadonlyMap<string, ((codePoint: number) => string) | null> = /* @__PURE__ */ new Map([
  ['strict', null],
  ['replace', () => '?'],
  ['ignore', () => ''],
  ['backslashreplace', escaped],
  ['xmlcharrefreplace', (codePoint: number) => `&#${codePoint};`],
]);

/**
 * The encoding of that name.
 *
 * @throws ConfigError for an encoding or a way to treat errors that Loggia does not know.
 */
export function fileEncoding(encoding: string, errors: string): FileEncoding {
  const codec = CODECS.get(
    String(encoding)
      .toLowerCase()
      .replace(/[^a-z0-9]/g, ''),
  );
  if (codec === undefined) {
    throw new ConfigError(
      'encoding',
      `unknown encoding: ${encoding}. Use 'utf-8', 'utf-16-le', 'latin-1' or 'ascii'`,
    );
  }
  const replacement = REPLACEMENTS.get(errors);
  if (replacement === undefined) {
    throw new ConfigError(
      'errors',
      `unknown error handler name '${errors}'. Use one of ${[...REPLACEMENTS.keys()].join(', ')}`,
    );
  }
  const { lacks, nodeName } = codec;
  const lacksOnlySurrogates = lacks === LONE_SURROGATES;
  const substitute = (run: string, at: number, text: string): string => {
    if (replacement === null) throw encodeError(codec, run, at, text);
    return Array.from(run, (character) => replacement(character.codePointAt(0) as number)).join('');
  };
  return {
    nodeName,
    fit: (text) => (lacksOnlySurrogates && isWellFormed(text) ? text : text.replace(lacks, substitute)),
  };
}

// The engine knows it of most strings without looking at them; TypeScript's library of ES2023 lacks the method.
function isWellFormed(text: string): boolean {
  return (text as string & { isWellFormed(): boolean }).isWellFormed();
}

function encodeError({ name, why }: Codec, run: string, at: number, text: string): UnicodeEncodeError {
  // Python counts code points, and names the character only if it is alone.
  const start = Array.from(text.slice(0, at)).length;
  const characters = Array.from(run);
  const what =
    characters.length === 1
      ? `character '${escaped(run.codePointAt(0) as number)}' in position ${start}`
      : `characters in position ${start}-${start + characters.length - 1}`;
  return new UnicodeEncodeError(`'${name}' codec can't encode ${what}: ${why}`);
}

function escaped(codePoint: number): string {
  const hex = codePoint.toString(16);
  if (codePoint > 0xffff) return `\\U${hex.padStart(8, '0')}`;
  return codePoint > 0xff ? `\\u${hex.padStart(4, '0')}` : `\\x${hex.padStart(2, '0')}`;
}
