import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A value as the files of vectors/ write it; see vectors/README.md. */
export type Encoded =
  | string
  | number
  | boolean
  | null
  | Encoded[]
  | { int: string }
  | { float: number | 'nan' | 'inf' | '-inf' }
  | { tuple: Encoded[] }
  | { dict: [Encoded, Encoded][] }
  | { bytes: string }
  | { object: [string, Encoded][] };

/** What CPython raised. */
export interface VectorError {
  type: string;
  message: string;
  loose?: boolean;
}

/** What every case has, whatever its file. */
export interface VectorCase {
  id: string;
  repr?: boolean;
  pystr?: boolean;
  intFloat?: boolean;
  zoneName?: boolean;
  glibc?: boolean;
  historic?: boolean;
  future?: boolean;
  oddYear?: boolean;
  excInfo?: boolean;
}

/** An object with attributes, as against a dict. */
class Obj {}

/** The cases of `vectors/<name>.json`. */
export function loadVectors<T = VectorCase>(name: string): (T & VectorCase)[] {
  const path = fileURLToPath(new URL(`../../../vectors/${name}.json`, import.meta.url));
  return (JSON.parse(readFileSync(path, 'utf8')) as { cases: (T & VectorCase)[] }).cases;
}

/** The value of JavaScript that stands for one of Python. A whole float becomes the same number as the int. */
export function decode(value: Encoded): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(decode);
  if ('int' in value) return Number.isSafeInteger(Number(value.int)) ? Number(value.int) : BigInt(value.int);
  if ('float' in value) return decodeFloat(value.float);
  if ('tuple' in value) return value.tuple.map(decode);
  if ('dict' in value)
    return Object.fromEntries(value.dict.map(([key, item]) => [String(decode(key)), decode(item)]));
  if ('bytes' in value) return Uint8Array.from(Buffer.from(value.bytes, 'hex'));
  return Object.assign(new Obj(), Object.fromEntries(value.object.map(([key, item]) => [key, decode(item)])));
}

function decodeFloat(float: number | 'nan' | 'inf' | '-inf'): number {
  if (typeof float === 'number') return float;
  return float === 'nan' ? Number.NaN : float === 'inf' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}

/** What a case expects, or what came of trying it. */
export type Outcome = { result: string } | { error: VectorError };

/** What comes of `run`, in the form in which the vectors put it. */
export function outcomeOf(run: () => string): Outcome {
  try {
    return { result: run() };
  } catch (error) {
    const { name, message } = error as Error;
    return { error: { type: name, message } };
  }
}

/** What a text of CPython's is here: constants are written as in JavaScript. */
export function inJavaScript(outcome: Outcome): Outcome {
  if ('error' in outcome) return outcome;
  const result = outcome.result
    .replaceAll('True', 'true')
    .replaceAll('False', 'false')
    .replaceAll('None', 'null');
  return { result };
}

/** Whether a value has a dict or a tuple in it, which JavaScript shows in its own way. */
export function holdsMapping(value: Encoded): boolean {
  return /\{"(dict|tuple)":/.test(JSON.stringify(value));
}
