import fc from 'fast-check';
import { loadVectors } from '../vectors.testing.js';
import type { ConfigVector } from './config-script.testing.js';

/** Names that a careless configurator would find something behind. */
const LURES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'ext://constructor.constructor',
  'ext://globalThis.tripwire',
  'ext://tripwire',
  'tripwire',
  'process.exit',
  'eval',
  'Function',
  'cfg://__proto__.x',
  'cfg://handlers.__proto__',
  'cfg://handlers',
  'cfg://formatters.f',
  'cfg://handlers.h.class',
  'cfg://a[0]',
  'cfg://',
  'cfg://root',
  'ext://sys.stdout',
  'ext://',
  'x'.repeat(1000),
  '\u{d800}',
  '%(message)s',
  '%(',
  '{',
  '${',
];
const KEYS = [
  'version',
  'incremental',
  'disable_existing_loggers',
  'formatters',
  'filters',
  'handlers',
  'loggers',
  'root',
  'class',
  '()',
  '.',
  'level',
  'formatter',
  'format',
  'style',
  'stream',
  'capacity',
  'target',
  'queue',
  'listener',
  'propagate',
  'name',
  'url',
  '',
  ...LURES,
];
const CLASSES = [
  'logging.StreamHandler',
  'logging.handlers.MemoryHandler',
  'logging.handlers.QueueHandler',
  'logging.handlers.HTTPHandler',
  'ConsoleHandler',
  'logging.Formatter',
  'JSONFormatter',
  'logging.Filter',
  'RedactingFilter',
  'queue.Queue',
  'QueueListener',
];

const scalar = fc.oneof(
  fc.constantFrom<unknown>(...LURES, ...CLASSES, 'h', 'f', 'INFO', 'LOUD'),
  fc.constantFrom<unknown>(
    null,
    undefined,
    true,
    false,
    0,
    1,
    -1,
    1.5,
    2 ** 60,
    Number.NaN,
    10n,
    Symbol('s'),
  ),
  fc.integer(),
  fc.string({ maxLength: 12 }),
);

/** Things that bite when they are touched. */
const hostile = fc.constantFrom<() => unknown>(
  () => new Proxy({}, { ownKeys: () => fail(), get: () => fail(), getPrototypeOf: () => Object.prototype }),
  () => ({
    get class() {
      return fail();
    },
  }),
  () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  () => {
    const cycle: Record<string, unknown> = { class: 'logging.StreamHandler' };
    cycle['stream'] = cycle;
    return cycle;
  },
  () => JSON.parse('{"__proto__": {"polluted": true}, "class": "logging.NullHandler"}'),
  () => new Map([['class', 'x']]),
  () => fail,
  () => class {},
  () => new Array(2),
  () => new Date(Number.NaN),
);

function fail(): never {
  throw new Error('bites');
}

const plain = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 2, arbitrary: fc.dictionary(fc.constantFrom(...KEYS), scalar, { maxKeys: 4 }) },
);
/** Made when it is needed: the generator would be bitten itself. */
const anyValue = fc.oneof(
  { weight: 9, arbitrary: plain.map((value) => () => value) },
  { weight: 1, arbitrary: hostile },
);

interface Mutation {
  readonly where: number;
  readonly what: 'replace' | 'remove' | 'rename' | 'add' | 'move';
  readonly key: string;
  readonly value: () => unknown;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  where: fc.nat(1000),
  what: fc.constantFrom('replace', 'replace', 'remove', 'rename', 'add', 'move'),
  key: fc.oneof(fc.constantFrom(...KEYS), fc.string({ maxLength: 6 })),
  value: anyValue,
});

const CONFIGS = loadVectors<ConfigVector>('dictconfig').flatMap(({ steps }) =>
  steps.flatMap(([name, config]) => (name === 'dictConfig' ? [config as unknown as object] : [])),
);

/** Configurations that CPython was given, with a few things in them changed for the worse. */
export const mutatedConfig: fc.Arbitrary<() => unknown> = fc
  .record({
    config: fc.constantFrom(...CONFIGS),
    mutations: fc.array(mutation, { minLength: 1, maxLength: 6 }),
  })
  .map(({ config, mutations }) => () => {
    const copy: object = structuredClone(config);
    for (const one of mutations) mutate(copy, one);
    return copy;
  });

function mutate(config: object, { where, what, key, value }: Mutation): void {
  const places = placesIn(config);
  const { holder, name } = places[where % places.length]!;
  if (what === 'add') define(holder, key, value());
  else if (what === 'replace') define(holder, name, value());
  else if (what === 'move') define(holder, name, places[(where * 7) % places.length]!.holder);
  else {
    const before = holder[name];
    delete holder[name];
    if (what === 'rename') define(holder, key, before);
  }
}

function define(holder: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Every property of plain data, wherever it is; nothing twice, so that cycles end. */
function placesIn(config: object): { holder: Record<string, unknown>; name: string }[] {
  const found: { holder: Record<string, unknown>; name: string }[] = [];
  const seen = new Set<unknown>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    try {
      if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return;
      for (const [name, one] of Object.entries(value)) {
        found.push({ holder: value as Record<string, unknown>, name });
        visit(one);
      }
    } catch {
      // It bites.
    }
  };
  visit(config);
  return found.length > 0 ? found : [{ holder: config as Record<string, unknown>, name: 'version' }];
}
