import { describe, expect, it } from 'vitest';
import { BraceMessage, DollarMessage, StructuredMessage } from './messages.js';

describe('message objects', () => {
  it('BraceMessage numbers its arguments and takes named fields from a last plain object', () => {
    const message = new BraceMessage('{} {:>3}', 'a', 'b');
    expect(String(message)).toBe('a   b');
    expect(String(new BraceMessage('{0} {point.x}', 'at', { point: { x: 1 } }))).toBe('at 1');
  });

  it('nothing is formatted before the text is asked for', () => {
    const value = {
      toString(): string {
        throw new Error('formatted');
      },
    };
    const message = new BraceMessage('{}', value);
    expect(() => String(message)).toThrow('formatted');
  });

  it('DollarMessage substitutes its fields, and raises KeyError for one that is missing', () => {
    expect(String(new DollarMessage('$a ${b}$$', { a: 1, b: 'x' }))).toBe('1 x$');
    expect(() => String(new DollarMessage('$c', {}))).toThrow(expect.objectContaining({ name: 'KeyError' }));
  });

  it('StructuredMessage prints any fields as JSON after the message', () => {
    const fields: Record<string, unknown> = { num: 123, big: 2n ** 64n, set: new Set([1]) };
    fields['self'] = fields;
    expect(String(new StructuredMessage('message 1', fields))).toBe(
      'message 1 >>> {"num":123,"big":"18446744073709551616","set":[1],"self":"[Circular]"}',
    );
  });

  it('StructuredMessage prints its fields by the encoder that it is given', () => {
    const encoder = (fields: object): string => Object.keys(fields).join('+');
    expect(String(new StructuredMessage('m', { a: 1, b: 2 }, { encoder }))).toBe('m >>> a+b');
  });
});
