/** One replacement field of a format, as it is written: `{name!conversion:spec}`. */
export interface BraceField {
  readonly name: string;
  /** One character, or empty. */
  readonly conversion: string;
  readonly spec: string;
  /** Whether the specification has fields of its own. */
  readonly nested: boolean;
}

/** A format in pieces. What is wrong with it, in Python's words, comes after the pieces before it. */
export interface BraceFormat {
  readonly parts: readonly (string | BraceField)[];
  readonly error: string | undefined;
}

/** Takes a format apart. It never throws. */
export function parseBrace(format: string): BraceFormat {
  const parts: (string | BraceField)[] = [];
  const marks = /[{}]/g;
  let text = '';
  let position = 0;
  for (;;) {
    marks.lastIndex = position;
    const at = marks.exec(format)?.index ?? format.length;
    text += format.slice(position, at);
    const mark = format[at];
    const next = format[at + 1];
    position = at + 2;
    if (mark !== undefined && next === mark) {
      text += mark;
      continue;
    }
    if (text !== '') parts.push(text);
    text = '';
    if (mark === undefined) return { parts, error: undefined };
    if (mark === '}' || next === undefined)
      return { parts, error: `Single '${mark}' encountered in format string` };
    const field = parseField(format, at + 1);
    if (typeof field === 'string') return { parts, error: field };
    parts.push(field);
    position = field.end;
  }
}

// Everything in brackets belongs to the name, whatever it is.
const NAME = /(?:\[[^\]]*(?:\]|$)|[^{}:![])*/y;

/** The field that begins at `start`, after the brace, and where the text goes on; or what is wrong with it. */
function parseField(format: string, start: number): (BraceField & { end: number }) | string {
  NAME.lastIndex = start;
  const name = NAME.exec(format)![0];
  let position = start + name.length;
  let mark = format[position++];
  if (mark === undefined) return "expected '}' before end of string";
  if (mark === '{') return "unexpected '{' in field name";
  let conversion = '';
  if (mark === '!') {
    const code = format.codePointAt(position);
    if (code === undefined) return 'end of string while looking for conversion specifier';
    conversion = String.fromCodePoint(code);
    position += conversion.length;
    mark = format[position++] ?? ':';
    if (mark !== ':' && mark !== '}') return "expected ':' after conversion specifier";
  }
  if (mark === '}') return { name, conversion, spec: '', nested: false, end: position };
  const end = closing(format, position);
  if (end < 0) return "unmatched '{' in format spec";
  const spec = format.slice(position, end);
  return { name, conversion, spec, nested: spec.includes('{'), end: end + 1 };
}

function closing(format: string, start: number): number {
  let depth = 1;
  for (let i = start; i < format.length; i++) {
    if (format[i] === '{') depth++;
    else if (format[i] === '}' && --depth === 0) return i;
  }
  return -1;
}
