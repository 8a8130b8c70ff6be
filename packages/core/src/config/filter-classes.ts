import { ContextFilter } from '../context-filter.js';
import { Filter } from '../filter.js';
import { DuplicateFilter } from '../filters/duplicate.js';
import { RateLimitFilter } from '../filters/rate-limit.js';
import { RedactingFilter } from '../filters/redacting.js';
import type { Censor } from '../filters/redactor.js';
import { SamplingFilter } from '../filters/sampling.js';
import type { LogRecord } from '../record.js';
import { type ClassSpec, construct, withArguments, withOptions } from './class-spec.js';
import { amount, callable, either, level, name, type Option, opaque, text } from './option.js';
import { list } from './option-compound.js';

const share: Option<number> = { ...amount(0), allowed: 'a number from 0 to 1' };
const redacting = /* @__PURE__ */ withOptions(RedactingFilter, {
  kind: 'filter',
  args: [],
  options: {
    paths: list(name),
    patterns: list(pattern()),
    censor: either(text, callable<Exclude<Censor, string>>('a function')),
  },
});

/** The filters that every environment has. */
export const filterClasses: Readonly<Record<string, ClassSpec>> = {
  Filter: /* @__PURE__ */ withArguments(Filter, { kind: 'filter', args: [['name', text]], required: [] }),
  ContextFilter: /* @__PURE__ */ withArguments(ContextFilter, { kind: 'filter', args: [] }),
  RedactingFilter: {
    ...redacting,
    make(options, type) {
      const patterns = (options['patterns'] ?? []) as readonly (string | RegExp)[];
      const compiled = patterns.map((one) => (typeof one === 'string' ? new RegExp(one, 'u') : one));
      return construct(type, [{ ...options, patterns: compiled }]);
    },
  },
  RateLimitFilter: /* @__PURE__ */ withOptions(RateLimitFilter, {
    kind: 'filter',
    args: [],
    required: ['rate'],
    options: { rate: amount(0, { exclusive: true }), burst: amount(1), keepLevel: level },
  }),
  SamplingFilter: /* @__PURE__ */ withOptions(SamplingFilter, {
    kind: 'filter',
    args: [],
    required: ['rate'],
    options: {
      rate: share,
      key: either(name, callable<(record: LogRecord) => unknown>('a function')),
      keepLevel: level,
    },
  }),
  DuplicateFilter: /* @__PURE__ */ withOptions(DuplicateFilter, {
    kind: 'filter',
    args: [],
    options: { windowMs: amount(0, { exclusive: true }) },
  }),
};

/** A regular expression, which JSON can only write as a string. */
function pattern(): Option<RegExp> {
  const written = opaque<RegExp>('a regular expression', (value: unknown) => value instanceof RegExp);
  return {
    ...either(text, written),
    schema: { type: 'string', format: 'regex' },
  } as unknown as Option<RegExp>;
}
