import { fakePlatform } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getContext, withContext } from './context.js';
import { contextToHTML } from './context-html.js';
import { replacePlatform } from './state.js';
import { makeTraceparent, traceContext } from './trace-context.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

let restore: () => void;
beforeEach(() => {
  restore = replacePlatform(fakePlatform());
});
afterEach(() => restore());

describe('traceContext', () => {
  it('goes on with the trace of the header', () => {
    const want = { trace_id: TRACE, trace_flags: '00' };
    expect(traceContext(`00-${TRACE}-00f067aa0ba902b7-00`)).toEqual(want);
    expect(traceContext(`cc-${TRACE}-00f067aa0ba902b7-00-what-comes-later`)).toEqual(want);
  });

  it.each([
    ['no header', undefined],
    ['several', [`00-${TRACE}-00f067aa0ba902b7-01`]],
    ['nonsense', 'x'],
    ['a version that cannot be', `ff-${TRACE}-00f067aa0ba902b7-01`],
    ['a trace of zeros', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`],
    ['a parent of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['capitals', `00-${TRACE.toUpperCase()}-00f067aa0ba902b7-01`],
    ['something behind', `00-${TRACE}-00f067aa0ba902b7-01x`],
  ])('begins a new one for %s', (_what, header) => {
    const { trace_id, trace_flags } = traceContext(header);
    expect(trace_id).toMatch(/^[\da-f]{32}$/);
    expect([TRACE, '0'.repeat(32)]).not.toContain(trace_id);
    expect(trace_flags).toBe('01');
  });
});

describe('makeTraceparent', () => {
  it('names the trace of the context, and another parent each time', () => {
    withContext({ trace_id: TRACE, trace_flags: '00' }, () => {
      const [one, two] = [makeTraceparent(), makeTraceparent()];
      expect(one).toMatch(new RegExp(`^00-${TRACE}-[\\da-f]{16}-00$`));
      expect(one).not.toBe(two);
      expect(traceContext(one)).toEqual(getContext());
    });
  });

  it('names a new trace where there is none, or none that is one', () => {
    expect(makeTraceparent()).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-01$/);
    const made = withContext({ trace_id: Symbol('t'), trace_flags: null }, makeTraceparent);
    expect(made).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-01$/);
  });
});

describe('contextToHTML', () => {
  const told = (fields: Record<string, unknown>, names: string[] = Object.keys(fields)): string =>
    withContext(fields, () => contextToHTML(names));
  const read = (html: string): unknown => JSON.parse(/-context>(.*)<\/script>$/s.exec(html)?.[1] ?? 'null');

  it('tells the trace and what was named, and nothing else', () => {
    const html = told({ trace_id: TRACE, request_id: 'r-17', secret: 's' }, ['request_id', 'absent']);
    expect(read(html)).toEqual({ trace_id: TRACE, request_id: 'r-17' });
    expect(html).toMatch(
      new RegExp(`^<meta name="traceparent" content="00-${TRACE}-[\\da-f]{16}-01"><script type=`),
    );
    expect(told({ secret: 's' }, [])).toBe('');
  });

  it('cannot be broken out of', () => {
    const hostile: Record<string, unknown> = {
      a: `</script><script>alert(1)</script><!-- <script>`,
      b: '\u2028\u2029 &amp; "quoted" \\',
      '</script>': ']]>',
      ['__proto__']: { polluted: true },
      trace_id: '"><script>',
    };
    const html = told(hostile);
    expect(html.match(/<\/?script|<!--|]]>/g)).toEqual(['<script', '</script']);
    expect(html).not.toMatch(/[\u2028\u2029]/);
    expect(JSON.stringify(read(html))).toBe(JSON.stringify({ trace_id: '', ...hostile }));
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('takes values that JSON cannot hold', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    expect(read(told({ cyclic, big: 1n, none: undefined }))).toEqual({
      cyclic: { self: '[Circular]' },
      big: '1',
    });
  });
});
