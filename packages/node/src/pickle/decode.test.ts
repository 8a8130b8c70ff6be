import { describe, expect, it } from 'vitest';
import { unpickle } from './decode.js';
import { pickle } from './encode.js';

const read = (text: string): unknown => unpickle(Buffer.from(text, 'latin1'));

describe('what asks for more than data', () => {
  it.each([
    ['cos\nsystem\n.', 'refused: the class or function os.system'],
    ['(ios\nsystem\n.', 'refused: the class or function os.system'],
    ['\x8c\x02os\x8c\x06system\x93.', 'refused: the class or function os.system'],
    ['N)R.', 'refused: a call (REDUCE)'],
    ['}}b.', 'refused: a call (BUILD)'],
    ['N)\x81.', 'refused: an instance (NEWOBJ)'],
    ['\x82\x01.', 'refused: an extension (EXT1)'],
    ['Pid\n.', 'refused: a persistent id (PERSID)'],
    ['c\x1b[2J\nx\n.', 'refused: the class or function ?[2J.x'],
  ])('%j is refused by name', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});

describe('hostile pickles', () => {
  it('refuses a list within itself', () => {
    expect(() => read(']q\x00h\x00a.')).toThrow('contains itself');
  });

  it('refuses depth, in whatever way it is made', () => {
    expect(() => read(`${']'.repeat(5e5)}${'a'.repeat(5e5 - 1)}.`)).toThrow('too deep');
    expect(() => read(`N${'\x85'.repeat(5e5)}.`)).toThrow('too deep');
    // A shallow list is found first, then the same list far down.
    const nested = `]${']'.repeat(60)}${'a'.repeat(59)}q\x00`;
    expect(() => read(`(${nested.slice(1)}${']'.repeat(60)}h\x00${'a'.repeat(60)}l.`)).toThrow('too deep');
  });

  it('reads what is 90 deep', () => {
    expect(JSON.stringify(read(`${']'.repeat(90)}${'a'.repeat(89)}.`))).toBe('['.repeat(90) + ']'.repeat(90));
  });

  it('refuses a few bytes that stand for terabytes', () => {
    const doubled = Array.from({ length: 50 }, () => 'q\x002h\x00\x86').join('');
    expect(() => read(`X\x05\x00\x00\x00hello${doubled}.`)).toThrow('repeated values');
  });

  it('refuses a key that grows in the same way', () => {
    const doubled = Array.from({ length: 50 }, () => '2\x86').join('');
    expect(() => read(`}N${doubled}Ns.`)).toThrow('a key is too large');
    expect(() => read(`}N${'\x85'.repeat(5e5)}Ns.`)).toThrow('too deep');
  });

  it('takes no time over a long key that is used again and again', () => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(500_000);
    const text = `}X${length.toString('latin1')}${'k'.repeat(500_000)}q\x000${'h\x00Ns'.repeat(100_000)}.`;
    expect(Object.keys(read(text) as object)).toHaveLength(1);
  });

  it('refuses integers whose digits take too long', () => {
    expect(() => read(`L${'9'.repeat(5000)}L\n.`)).toThrow('too many digits');
    expect(() => read(`\x8b\x00\x10\x00\x00${'9'.repeat(4096)}.`)).toThrow('too many digits');
  });

  it('keeps __proto__ as a key like any other', () => {
    const value = read('}X\x09\x00\x00\x00__proto__}X\x01\x00\x00\x00xK\x01ss.') as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect((value as { x?: number }).x).toBeUndefined();
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it('refuses every cut of a pickle, and breaks in no other way when bytes are changed', () => {
    const whole = pickle({ a: [1, -1, 70_000, 1.5, 'x', 'é\ud800', true, null, 2n ** 70n], b: { c: [] } });
    for (let end = 0; end < whole.length; end++) {
      expect(() => unpickle(whole.subarray(0, end)), String(end)).toThrow('pickle');
    }
    for (let at = 0; at < whole.length; at++) {
      for (let byte = 0; byte < 256; byte++) {
        const changed = Uint8Array.from(whole);
        changed[at] = byte;
        try {
          unpickle(changed);
        } catch (error) {
          expect((error as Error).name).toBe('UnpicklingError');
        }
      }
    }
  });
});

describe('details of CPython', () => {
  it.each([
    ['I010\n.', 8],
    ['I-0x1f\n.', -31],
    ['L1_000L\n.', 1000],
    ['L1\n.', 1],
    ['F-inf\n.', Number.NEGATIVE_INFINITY],
    ["S'\\101\\x42\\q'\n.", 'AB\\q'],
    ['V\\\\u0041\\U0001f600\n.', '\\\\u0041😀'],
    ['X\x06\x00\x00\x00\xed\xa0\x80abc.', '\ud800abc'],
    ['(K\x01K\x020(K\x03l.', [3]],
    ['\x8f(K\x01K\x01\x90.', new Set([1])],
    ['(K\x01\x91.', new Set([1])],
    ['}(K\x01X\x01\x00\x00\x00aI01\nX\x01\x00\x00\x00bu.', new Map([[1, 'b']])],
    ['}((K\x01K\x02tN(K\x01K\x02tK\x05u.', new Map([[[1, 2], 5]])],
    ['\x8e\x02\x00\x00\x00\x00\x00\x00\x00ab.', Uint8Array.of(97, 98)],
  ])('%j', (text, value) => {
    expect(read(text)).toStrictEqual(value);
  });
});
