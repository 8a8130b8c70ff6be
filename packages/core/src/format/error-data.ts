/** A thrown value as plain data, with what caused it. */
export interface ErrorData {
  /** The error's name, such as `TypeError`; the type of a thrown value that is no error. */
  type: string;
  message: string;
  /** The stack as the engine wrote it; empty if the value has none. */
  stack: string;
  cause?: ErrorData;
  /** The errors of an `AggregateError`. */
  errors?: ErrorData[];
}

/** Deeper chains are cut: one that was wrapped at every retry, or that a getter makes up, has no end. */
const MAX_DEPTH = 10;
const MAX_ERRORS = 20;
/** Of one thrown value, all causes and errors together: 20 errors of 20 errors each are too many to print. */
const MAX_TOTAL = 100;
/** Characters of the text of a thrown object that is no error. */
const MAX_TEXT = 1000;

/** Describes a thrown value. What is cut says so. It never throws, whatever the value's getters do. */
export function describeError(error: unknown): ErrorData {
  return describe(error, [], { left: MAX_TOTAL });
}

function describe(error: unknown, path: readonly unknown[], budget: { left: number }): ErrorData {
  budget.left--;
  if (!isErrorLike(error)) {
    return { type: error === null ? 'null' : typeof error, message: textOf(error), stack: '' };
  }
  const data: ErrorData = {
    type: textOf(read(error, 'name')) || 'Error',
    message: textOf(read(error, 'message')),
    stack: textOf(read(error, 'stack')),
  };
  const inner = [...path, error];
  const nested = (value: unknown): ErrorData => {
    if (inner.includes(value)) return mark('circular');
    return inner.length > MAX_DEPTH || budget.left <= 0 ? mark('cut') : describe(value, inner, budget);
  };
  const cause = read(error, 'cause');
  if (cause !== undefined && cause !== null) data.cause = nested(cause);
  const errors = read(error, 'errors');
  const count = lengthOf(errors);
  if (count >= 0) {
    const shown = Math.min(count, MAX_ERRORS, Math.max(budget.left, 0));
    data.errors = Array.from({ length: shown }, (_, i) => nested(read(errors as object, String(i))));
    if (count > shown) data.errors.push(mark(`${count - shown} more`));
  }
  return data;
}

// Stands where something was left out.
function mark(message: string): ErrorData {
  return { type: '...', message, stack: '' };
}

/** Whether a value is an `Error`, also one from another realm or a `DOMException`. */
export function isError(value: unknown): value is Error {
  if (typeof value !== 'object' || value === null) return false;
  try {
    return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
  } catch {
    return false; // a revoked proxy
  }
}

/** The error that data describes, for formatters that expect one. */
export function errorFromData(data: ErrorData): Error {
  const error = new Error(data.message);
  const define = (key: string, value: unknown): void => {
    Object.defineProperty(error, key, { value, configurable: true, writable: true });
  };
  define('name', data.type);
  define('stack', data.stack);
  if (data.cause !== undefined) define('cause', errorFromData(data.cause));
  if (data.errors !== undefined) define('errors', data.errors.map(errorFromData));
  return error;
}

function isErrorLike(value: unknown): value is object {
  return (
    isError(value) ||
    (typeof value === 'object' && value !== null && typeof read(value, 'stack') === 'string')
  );
}

function read(holder: object, key: string): unknown {
  try {
    return (holder as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

function lengthOf(value: unknown): number {
  try {
    return Array.isArray(value) ? value.length : -1;
  } catch {
    return -1; // a revoked proxy
  }
}

function textOf(value: unknown): string {
  let text = '';
  try {
    if (value !== undefined) text = String(value);
    if (text === '[object Object]') text = JSON.stringify(value) ?? text;
  } catch {
    // Whatever was found out before has to do.
  }
  return text.length > MAX_TEXT && typeof value === 'object' ? `${text.slice(0, MAX_TEXT)}...` : text;
}
