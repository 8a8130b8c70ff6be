/** One frame of a stack. */
export interface StackFrame {
  /** A file path, or a URL that is no file. */
  readonly pathname: string;
  /** Counted from 1. */
  readonly lineno: number;
  readonly funcName: string;
}

/** Python's name for code outside any function. */
const TOP_LEVEL = '<module>';
const NAMELESS: ReadonlySet<string> = /* @__PURE__ */ new Set([
  '',
  '<anonymous>',
  'global code',
  'module code',
]);

// V8: "    at async Cart.add [as push] (file:///srv/cart.js:10:5)" and "    at /srv/cart.js:10:5".
const V8_FRAME = /^\s*at (?:(.*?) \()?(.*?):(\d+)(?::\d+)?\)?$/;
// SpiderMonkey and JavaScriptCore: "add@http://shop/cart.js:10:5", "@http://…", "http://…:10:5" and "global code@…".
const GECKO_FRAME = /^(?:(.*?)@)?(.*?):(\d+)(?::\d+)?$/;

/**
 * Reads the text of an engine's stack. Lines that name no source (native code, a V8 header) are left out.
 *
 * @example
 * ```ts
 * import { parseStack } from '@loggia/core';
 * parseStack('    at add (file:///srv/cart.js:10:5)'); // [{ pathname: '/srv/cart.js', lineno: 10, funcName: 'add' }]
 * ```
 */
export function parseStack(stack: string): StackFrame[] {
  const lines = stack.split('\n');
  const isV8 = lines.some((line) => /^\s+at /.test(line));
  return lines.flatMap((line) => {
    if (isV8 && !/^\s+at /.test(line)) return [];
    const match = (isV8 ? V8_FRAME : GECKO_FRAME).exec(line.trimEnd());
    if (match === null) return [];
    const [, name = '', source = '', lineno = '0'] = match;
    return [{ pathname: pathOf(source), lineno: Number(lineno), funcName: functionName(name) }];
  });
}

function functionName(name: string): string {
  const plain = name
    .replace(/^(?:async[\s*]+|new\s+)+/, '')
    .replace(/\s*\[as .*\]$/, '')
    // SpiderMonkey marks functions without a name by where they are: "make/<".
    .replace(/[/<*]+$/, '')
    .split(/[./]/)
    .at(-1);
  return plain === undefined || NAMELESS.has(plain) ? TOP_LEVEL : plain;
}

function pathOf(source: string): string {
  if (!source.startsWith('file://')) return source;
  const path = source.slice('file://'.length).replace(/^\/(?=[A-Za-z]:)/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
