const NAMES = [
  '',
  'root',
  'a',
  'a.b',
  'a.b.c',
  'a.b.d',
  'b',
  'b.c',
  'a..b',
  '.a',
  'x.y.z',
  'x',
  'ab',
  '__proto__',
  'a.',
  'a...b',
];
const LEVELS = [
  0,
  5,
  10,
  15,
  20,
  25,
  30,
  35,
  40,
  50,
  60,
  'DEBUG',
  'INFO',
  'WARN',
  'ERROR',
  'FATAL',
  'NOTSET',
  'info',
  'NOPE',
  null,
];
const METHODS = ['debug', 'info', 'warning', 'error', 'critical', 'fatal', 'exception'];
const HANDLERS = ['h1', 'h2', 'h3'];
const FILTERS = ['f1', 'f2', 'f3'];

function filterSpec(random) {
  const spec = random.pick([
    () => ({ name: random.pick(NAMES) }),
    () => ({ filterMinLevel: random.integer(0, 50) }),
    () => ({ filterMaxLevel: random.integer(0, 50) }),
    () => ({ filterName: random.pick(NAMES) }),
    () => ({ filterContains: random.pick(['m', '1', 'z', '']) }),
    () => ({ returns: random.pick([true, false, null, 0, 1, '', 'x']) }),
    () => ({ prefix: random.pick(['p:', '%%', '']) }),
    () => ({ replace: random.pick(['r:', '']) }),
  ])();
  return random.chance(0.2) && !('name' in spec) ? { object: spec } : spec;
}

function message(random) {
  return random.pick([
    ['m'],
    ['m %s', { tuple: ['z'] }],
    ['%d of %d', { tuple: [1, 2] }],
    ['100%'],
    ['%(k)s', { tuple: [{ dict: [['k', 'v']] }] }],
  ]);
}

// What a script does: the setting of a tree up more often than looking at it.
const OPERATIONS = {
  getLogger: (random) => [random.pick(NAMES)],
  setLevel: (random) => [random.pick(NAMES), random.pick(LEVELS)],
  level: (random) => [random.pick(NAMES)],
  getEffectiveLevel: (random) => [random.pick(NAMES)],
  isEnabledFor: (random) => [random.pick(NAMES), random.integer(0, 60)],
  disable: (random) => (random.chance(0.1) ? [] : [random.pick([...LEVELS, 0, 0, 0])]),
  managerDisable: () => [],
  setDisabled: (random) => [random.pick(NAMES), random.chance(0.4)],
  disabled: (random) => [random.pick(NAMES)],
  handlerSetLevel: (random) => [random.pick(HANDLERS), random.pick(LEVELS)],
  handlerLevel: (random) => [random.pick(HANDLERS)],
  repr: (random) => [random.pick(NAMES)],
  addHandler: (random) => [random.pick(NAMES), random.pick(HANDLERS)],
  removeHandler: (random) => [random.pick(NAMES), random.pick(HANDLERS)],
  handlers: (random) => [random.pick(NAMES)],
  setPropagate: (random) => [random.pick(NAMES), random.chance(0.5)],
  hasHandlers: (random) => [random.pick(NAMES)],
  getChild: (random) => [random.pick(NAMES), random.pick(NAMES)],
  getChildren: (random) => [random.pick(NAMES)],
  parent: (random) => [random.pick(NAMES)],
  loggerDict: () => [],
  setLastResort: (random) => [random.pick(['default', null, 'h1'])],
  setRaiseExceptions: (random) => [random.chance(0.7)],
  newFilter: (random) => [random.pick(FILTERS), filterSpec(random)],
  addFilter: (random) =>
    random.chance(0.5)
      ? ['logger', random.pick(NAMES), random.pick(FILTERS)]
      : ['handler', random.pick(HANDLERS), random.pick(FILTERS)],
  removeFilter: (random) =>
    random.chance(0.5)
      ? ['logger', random.pick(NAMES), random.pick(FILTERS)]
      : ['handler', random.pick(HANDLERS), random.pick(FILTERS)],
  log: (random) => [random.pick(NAMES), random.integer(0, 60), ...message(random)],
  call: (random) => [random.pick(NAMES), random.pick(METHODS), ...message(random)],
  handle: (random) => [
    random.pick(NAMES),
    {
      dict: [
        ['name', random.pick(NAMES)],
        ['levelno', random.integer(0, 60)],
        ['levelname', 'L'],
        ['msg', 'm'],
      ],
    },
  ],
  addLevelName: (random) => [random.integer(0, 40), random.pick(['TRACE', 'INFO', 'mine'])],
  getLevelName: (random) => [random.pick([...LEVELS.slice(0, -1), 'TRACE'])],
  getLevelNamesMapping: () => [],
};
const OFTEN = [
  'log',
  'log',
  'call',
  'addHandler',
  'addHandler',
  'setLevel',
  'addFilter',
  'setPropagate',
  'getLogger',
];

/** One case as in vectors/hierarchy.json. */
export function generate(random) {
  const ops = [
    ...HANDLERS.map((id) => ['newHandler', id, random.pick([0, 0, 0, 10, 30, 45])]),
    ...FILTERS.map((id) => ['newFilter', id, filterSpec(random)]),
  ];
  const names = [...Object.keys(OPERATIONS), ...OFTEN, ...OFTEN];
  for (let i = random.integer(3, 25); i > 0; i--) {
    const name = random.pick(names);
    ops.push([name, ...OPERATIONS[name](random)]);
  }
  return { ops };
}

/** What our tree makes of a case. */
export async function run({ TreeScript }, { ops }) {
  const script = await TreeScript.start();
  return ops.map((op) => script.run(op));
}
