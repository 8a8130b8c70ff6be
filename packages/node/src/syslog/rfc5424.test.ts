import { describe, expect, it } from 'vitest';
import { isStructuredDataID, rfc5424Message, structuredDataElement } from './rfc5424.js';

const header = {
  priority: 165,
  created: 1_065_910_455.003,
  hostname: 'mymachine.example.com',
  appName: 'evntslog',
  process: '12',
  messageID: 'ID47',
};

describe('a message of RFC 5424', () => {
  it('has the parts of the standard in their order, and a BOM before its text', () => {
    expect(rfc5424Message(header, '-', 'Größe')).toBe(
      '<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog 12 ID47 - \ufeffGröße',
    );
  });

  it('has a dash for what is empty or makes no sense', () => {
    const empty = { ...header, hostname: '', appName: '', process: '', messageID: '', created: Number.NaN };
    expect(rfc5424Message(empty, '-', '')).toBe('<165>1 - - - - - - \ufeff');
    expect(rfc5424Message({ ...header, created: 1e12 }, '-', '')).toContain('>1 - mymachine');
  });

  it('has no spaces, controls or other letters in its header, and no more of them than allowed', () => {
    const text = rfc5424Message({ ...header, appName: 'my\napp ü]', messageID: 'x'.repeat(50) }, '-', '');
    expect(text).toContain(` my_app_] 12 ${'x'.repeat(32)} - `);
    expect(rfc5424Message({ ...header, appName: 'a'.repeat(99) }, '-', '')).toContain(
      ` ${'a'.repeat(48)} 12`,
    );
  });
});

describe('structured data', () => {
  it('is a dash without fields', () => {
    expect(structuredDataElement('a@1', {})).toBe('-');
  });

  it('escapes what would end a value, and nothing else', () => {
    expect(structuredDataElement('a@1', { k: 'a"b\\c]d\'e=' })).toBe('[a@1 k="a\\"b\\\\c\\]d\'e="]');
  });

  it('writes as JSON what is no text', () => {
    expect(structuredDataElement('a@1', { n: 1, o: { a: ['x'] }, z: null })).toBe(
      '[a@1 n="1" o="{\\"a\\":[\\"x\\"\\]}" z="null"]',
    );
  });

  it('has names of at most 32 characters that a name may have', () => {
    expect(structuredDataElement('a@1', { 'a b="]ü': '', '': '', ['y'.repeat(40)]: '' })).toBe(
      `[a@1 a_b____="" _="" ${'y'.repeat(32)}=""]`,
    );
  });

  it('belongs to somebody', () => {
    expect(['extra@32473', 'a@1.2'].every(isStructuredDataID)).toBe(true);
    expect(
      ['extra', 'a b@1', 'a=@1', 'a"@1', 'a]@1', `${'a'.repeat(30)}@32473`].some(isStructuredDataID),
    ).toBe(false);
  });
});
