/** One frame of a stack. */
export interface StackFrame {
  /** A file path, or a URL that is no file. */
  readonly pathname: string;
  /** Counted from 1. */
  readonly lineno: number;
  readonly funcName: string;
  /** The text from this frame outwards, one frame a line, as the engine wrote it. */
  readonly stack: string;
}

/** Python's name for code outside any function. */
const TOP_LEVEL = '<module>';
/** For functions that have no name, as Python has `<lambda>`. */
const NAMELESS = '<anonymous>';

/** What V8 and JavaScriptCore call code outside functions. */
const TOP_LEVEL_NAMES: ReadonlySet<string> = /* @__PURE__ */ new Set(['eval', 'global code', 'module code']);

// V8, and Bun: "    at async Cart.add [as push] (file:///srv/cart.js:10:5)" and "    at /srv/cart.js:10:5".
const V8_FRAME = /^\s+at (?:async )?(?:(.*?) \((.*)\)|(.*))$/;
// SpiderMonkey and JavaScriptCore: "add@http://shop/cart.js:10:5", "@http://…", "http://…:10:5". URLs may have an @.
const OTHER_FRAME = /^(?:((?:(?!:\/\/).)*?)@)?()(.*)$/;
const POSITION = /^(.*?):(\d+)(?::\d+)?$/;
// Text from eval() and new Function() has no place of its own; both engines say where it was evaluated.
const V8_EVAL = /^eval at .*? \((.*)\), .*$/;
const OTHER_EVAL = /^(.+?) line (\d+) > .*$/;
// Node's loader calls the top level of a module; nothing else in Node does.
const LOADER = /node:(?:internal\/(?:modules|vm)|vm)\b/;
const URL_WITHOUT_QUERY = /^(?:data:[^,]*|[a-z][\w+.-]+:[^?#]*)/i;

/**
 * Reads the text of an engine's stack, the innermost frame first. Lines that name no source (native code, a
 * header, the inside of Node) are left out.
 *
 * `pathname` is a path for files and `file:` URLs, in the form that `node:url` gives it, and the URL without its
 * query for everything else; evaluated text is found where it was evaluated. `funcName` is the plain name of the
 * function: `<module>` outside functions, `<anonymous>` for functions without a name. Where the engine writes
 * both alike, a frame that nothing else called is the module.
 *
 * @param count - How many frames are wanted. Default all.
 * @example
 * ```ts
 * import { parseStack } from '@loggia/core';
 * const [frame] = parseStack('    at Cart.add (file:///srv/cart.js:10:5)');
 * console.log(frame?.pathname, frame?.lineno, frame?.funcName); // /srv/cart.js 10 add
 * ```
 */
export function parseStack(stack: string, count: number = Number.POSITIVE_INFINITY): StackFrame[] {
  const text = stack.trimEnd();
  const lines = text.split('\n');
  const frame = lines.some((line) => V8_FRAME.test(line)) ? V8_FRAME : OTHER_FRAME;
  const frames: StackFrame[] = [];
  let start = 0;
  for (let i = 0; i < lines.length && frames.length < count; i++) {
    const line = lines[i] as string;
    const [, name = '', inParentheses, bare] = frame.exec(line) ?? [];
    const place = placeOf(inParentheses || bare || '');
    if (place !== undefined) {
      const caller = lines[i + 1];
      const isOutermost = caller === undefined || LOADER.test(caller);
      // SpiderMonkey's names for the text of eval() and of new Function().
      const isText = place.evaluated && /^(?:anonymous)?$/.test(name);
      const funcName = isText ? TOP_LEVEL : functionName(name, isOutermost);
      frames.push({ pathname: place.pathname, lineno: place.lineno, funcName, stack: text.slice(start) });
    }
    start += line.length + 1;
  }
  return frames;
}

interface Place {
  readonly pathname: string;
  readonly lineno: number;
  readonly evaluated: boolean;
}

function placeOf(text: string): Place | undefined {
  let place = text;
  // Evaluated text may itself evaluate text.
  for (let outer = V8_EVAL.exec(place); outer !== null; outer = V8_EVAL.exec(place))
    place = outer[1] as string;
  const [, source, line] = POSITION.exec(place) ?? [];
  if (!source || source.startsWith('node:internal/')) return undefined;
  const [, pathname = source, lineno = line] = OTHER_EVAL.exec(source) ?? [];
  const evaluated = pathname !== source || place !== text;
  return { pathname: pathOf(pathname), lineno: Number(lineno), evaluated };
}

function functionName(name: string, isOutermost: boolean): string {
  if (TOP_LEVEL_NAMES.has(name)) return TOP_LEVEL;
  const plain = name
    // SpiderMonkey writes what an asynchronous frame waited for: "async*", "setTimeout handler*".
    .replace(/^(?:.*\*|new )+/, '')
    .replace(/ \[as .*\]$/, '');
  // The last part of "Cart.add", "Cart.get total", "Cart.[Symbol.iterator]" and SpiderMonkey's "make/add".
  const last = (/(?:\[.*\]|[^./]*)$/.exec(plain)?.[0] ?? '').replace(/^[gs]et /, '');
  // V8 writes "Object.<anonymous>" for the top level of a CommonJS module; what else has a receiver is a function.
  const isBare = last === '' || plain === 'Object.<anonymous>';
  if (isBare && isOutermost) return TOP_LEVEL;
  // SpiderMonkey marks functions without a name by where they are: "make/<".
  return isBare || last.endsWith('<') ? NAMELESS : last;
}

function pathOf(source: string): string {
  if (!/^file:\/\//i.test(source)) return URL_WITHOUT_QUERY.exec(source)?.[0] ?? source;
  const [, host = '', encoded = ''] = /^file:\/\/([^/?#]*)([^?#]*)/i.exec(source) ?? [];
  let path = encoded;
  try {
    path = decodeURIComponent(encoded);
  } catch {
    // A file of that very name.
  }
  if (host !== '' && host !== 'localhost') return `\\\\${host}${path.replaceAll('/', '\\')}`;
  return /^\/[a-z]:/i.test(path) ? path.slice(1).replaceAll('/', '\\') : path;
}
