// What stands in an `expected.txt` for what differs from run to run: `pattern` is what it may be, `sample` what readers see.
export const PLACEHOLDERS = {
  time: { pattern: '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3}', sample: '2026-03-14 09:26:53,589' },
  iso: {
    pattern: '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d)',
    sample: '2026-03-14T09:26:53.589Z',
  },
  date: { pattern: '\\d{4}-\\d\\d-\\d\\d', sample: '2026-03-14' },
  day: { pattern: '\\d\\d-\\d\\d', sample: '03-14' },
  minute: { pattern: '\\d\\d:\\d\\d', sample: '09:26' },
  clock: { pattern: '\\d\\d:\\d\\d(?::\\d\\d)?(?:,\\d{3})?', sample: '09:26:53' },
  thread: { pattern: '\\d+', sample: '1' },
  ms: { pattern: ' *\\d+(?:\\.\\d+)?', sample: '12' },
  pid: { pattern: '\\d+', sample: '4711' },
  port: { pattern: '\\d+', sample: '50123' },
  line: { pattern: '\\d+', sample: '42' },
  id: { pattern: '[\\da-f][\\da-f-]*', sample: '4bf92f3577b34da6' },
  spoken: { pattern: '(?:not )?spoken(?:, for want of [a-z -]+)?', sample: 'spoken' },
  any: { pattern: '.*?', sample: '…' },
};
