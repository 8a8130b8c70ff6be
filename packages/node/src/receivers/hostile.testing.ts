import { pickle } from '../pickle/encode.js';
import { frame } from '../sockets/frame.js';
import { header, jsonFrame } from './wire.testing.js';

/** Something that no honest sender sends, and what the receiver is to say of it. */
export interface HostileFrame {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly reason: 'notData' | 'notARecord' | 'tooLong' | 'cutShort';
  readonly says: RegExp;
}

const text = (pickled: string): Uint8Array => frame(Buffer.from(pickled, 'latin1'));
const json = (fields: string): Uint8Array =>
  frame(Buffer.from(`{"name":"a","msg":"m","levelno":1,${fields}}`));
const call = (name: string, pickled: string, says: RegExp): HostileFrame => ({
  name,
  bytes: text(pickled),
  reason: 'notData',
  says,
});
const LONG = 100_000;

/** Whatever a pickle has to call something with, what is small and stands for a lot, and what is no record. */
export const HOSTILE: readonly HostileFrame[] = [
  call('GLOBAL and REDUCE', "cos\nsystem\n(S'id'\ntR.", /the class or function os.system/),
  call('STACK_GLOBAL', '\x80\x04\x8c\x02os\x8c\x06system\x93.', /the class or function os.system/),
  call('INST', "(S'id'\nios\nsystem\n.", /the class or function os.system/),
  call('REDUCE of data', "S'a'\n)R.", /a call \(REDUCE\)/),
  call('BUILD', '}}b.', /a call \(BUILD\)/),
  call('OBJ', '(}o.', /an instance \(OBJ\)/),
  call('NEWOBJ', '\x80\x02})\x81.', /an instance \(NEWOBJ\)/),
  call('NEWOBJ_EX', '\x80\x04})}\x92.', /an instance \(NEWOBJ_EX\)/),
  call('EXT1', '\x80\x02\x82\x01.', /an extension \(EXT1\)/),
  call('EXT2', '\x80\x02\x83\x01\x00.', /an extension \(EXT2\)/),
  call('EXT4', '\x80\x02\x84\x01\x00\x00\x00.', /an extension \(EXT4\)/),
  call('PERSID', 'Pid\n.', /a persistent id \(PERSID\)/),
  call('BINPERSID', 'NQ.', /a persistent id \(BINPERSID\)/),
  call('NEXT_BUFFER', '\x80\x05\x97.', /a buffer from elsewhere \(NEXT_BUFFER\)/),
  call('a string of 4 GiB', 'X\xff\xff\xff\xffabc.', /cut short/),
  call('bytes of 16 EiB', '\x80\x05\x96\xff\xff\xff\xff\xff\xff\xff\x7fabc.', /cut short/),
  call('a negative length', 'T\xff\xff\xff\xffabc.', /cut short/),
  call('a deep list', `${']'.repeat(LONG)}${'a'.repeat(LONG - 1)}.`, /too deep/),
  call('deep tuples', `)${'\x85'.repeat(LONG)}.`, /too deep/),
  call('a deep key', `}${')'}${'\x85'.repeat(LONG)}Ns.`, /too deep/),
  call('a list that contains itself', ']q\x00h\x00a.', /contains itself/),
  call(
    'two to the thirtieth',
    `]q\x00${'0]q\x01h\x00ah\x00aq\x000h\x01q\x00'.repeat(30)}.`,
    /repeated values make it too large/,
  ),
  call('more from the stack than is there', '(((0000.', /stack/),
  call('marks only', `${'('.repeat(LONG)}.`, /stack/),
  call('a protocol to come', '\x80\xff.', /unknown protocol/),
  call('no opcode', '\xff', /no opcode/),
  call('no end', '}', /cut short/),
  call('nothing', '', /cut short/),
  { name: 'broken JSON', bytes: text('{"secret"'), reason: 'notData', says: /not JSON/ },
  { name: 'JSON that is no UTF-8', bytes: text('{"name":"\xff"}'), reason: 'notData', says: /not JSON/ },
  {
    name: 'deep JSON',
    bytes: json(`"x":${'['.repeat(LONG)}${']'.repeat(LONG)}`),
    reason: 'notData',
    says: /too deep/,
  },
  { name: 'a __proto__', bytes: json('"__proto__":{"polluted":1}'), reason: 'notARecord', says: /__proto__/ },
  {
    name: 'more than is allowed',
    bytes: frame(new Uint8Array(2 ** 20 + 1)),
    reason: 'tooLong',
    says: /longer than/,
  },
  { name: 'a map', bytes: frame(pickle(new Map([[1, 2]]))), reason: 'notARecord', says: /no dictionary/ },
  { name: 'a list', bytes: frame(pickle([1])), reason: 'notARecord', says: /no dictionary/ },
  { name: 'a number', bytes: frame(pickle(1)), reason: 'notARecord', says: /no dictionary/ },
  { name: 'no name', bytes: frame(pickle({ msg: 'm', levelno: 1 })), reason: 'notARecord', says: /no name/ },
  { name: 'a name of lines', bytes: jsonFrame({ name: 'a\nb' }), reason: 'notARecord', says: /name is not/ },
  {
    name: 'a level in words',
    bytes: jsonFrame({ levelno: 'ERROR' }),
    reason: 'notARecord',
    says: /levelno is not/,
  },
  {
    name: 'a time without end',
    bytes: jsonFrame({ created: 1e300 }),
    reason: 'notARecord',
    says: /created is not/,
  },
];

/** What is hostile by its length; a stream ends after these. */
export const TRUNCATED: readonly Uint8Array[] = [
  Uint8Array.of(0),
  header(100),
  Buffer.concat([header(100), Buffer.from('{')]),
  jsonFrame({}).subarray(0, -1),
];

const MODELS: readonly Uint8Array[] = [
  ...HOSTILE.map(({ bytes }) => bytes.subarray(4)).filter(({ length }) => length < 1000),
  jsonFrame({ user: 'é', deep: [[{ a: [1, null] }]] }).subarray(4),
  pickle({ name: 'a', msg: 'm', levelno: 20, x: [1, 'é', [2.5, null]], y: { z: new Uint8Array(9) } }),
];

/** A whole frame around bytes that are random, or something that is nearly right: bytes changed, cut out, put in. */
export function fuzzFrame(random: () => number): Uint8Array {
  const below = (limit: number): number => Math.floor(random() * limit);
  const noise = (length: number): Uint8Array => Uint8Array.from({ length }, () => below(256));
  if (random() < 0.3) return frame(noise(below(300)));
  let payload = MODELS[below(MODELS.length)] as Uint8Array;
  for (let changes = 1 + below(4); changes > 0; changes--) {
    const [at, length] = [below(payload.length), below(random() < 0.5 ? 3 : 20)];
    const kept = random() < 0.5 ? at : at + length;
    payload = Buffer.concat([payload.subarray(0, at), noise(length), payload.subarray(kept)]);
  }
  return frame(payload);
}
