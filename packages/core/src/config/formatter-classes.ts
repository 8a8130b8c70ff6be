import { ValueError } from '../errors.js';
import { ColorFormatter } from '../format/color.js';
import { type FormatStyle, Formatter } from '../format/formatter.js';
import { JSONFormatter } from '../format/json.js';
import { LogfmtFormatter } from '../format/logfmt.js';
import type { StructuredKey } from '../format/structured.js';
import type { TextSink } from '../platform.js';
import { type ClassSpec, withOptions } from './class-spec.js';
import { choice, either, flag, name, nullable, type Option, opaque, text } from './option.js';
import { fields, mapping } from './option-compound.js';

/** Anything that text can be written to. */
export const sink: Option<TextSink> = /* @__PURE__ */ opaque(
  "a stream with write(text), such as 'ext://sys.stdout'",
  (value: { write?: unknown }) => typeof value.write === 'function',
);

const styles = /* @__PURE__ */ choice('%', '{', '$');
const style: Option<FormatStyle> = {
  ...styles,
  check(value, path, complain) {
    const cause = new ValueError('Style must be one of: %,{,$');
    styles.check(value, path, (at, message) => complain(at, message, cause));
  },
};

const lineOptions = {
  datefmt: text,
  style,
  validate: flag,
  defaults: fields,
  sanitize: choice('control', 'lines', 'off'),
} as const;

const PYTHON = ['fmt', 'datefmt', 'style', 'validate', 'defaults'];
const aliases = { format: 'fmt' } as const;

const keys = /* @__PURE__ */ mapping(nullable(name)) as Option<
  Readonly<Partial<Record<StructuredKey, string | null>>>
>;

/** The formatters that every environment has. */
export const formatterClasses: Readonly<Record<string, ClassSpec>> = {
  Formatter: /* @__PURE__ */ withOptions(Formatter, {
    kind: 'formatter',
    args: [['fmt', text]],
    required: [],
    python: PYTHON,
    aliases,
    options: lineOptions,
  }),
  ColorFormatter: /* @__PURE__ */ withOptions(ColorFormatter, {
    kind: 'formatter',
    args: [['fmt', text]],
    required: [],
    python: PYTHON,
    aliases,
    options: { ...lineOptions, color: either(flag, choice('auto')), stream: sink },
  }),
  JSONFormatter: /* @__PURE__ */ withOptions(JSONFormatter, {
    kind: 'formatter',
    args: [],
    options: { keys, fields },
  }),
  LogfmtFormatter: /* @__PURE__ */ withOptions(LogfmtFormatter, {
    kind: 'formatter',
    args: [],
    options: { keys, fields },
  }),
};
