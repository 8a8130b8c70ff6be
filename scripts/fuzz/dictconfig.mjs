const NAMES = ['', 'root', 'a', 'a.b', 'a.b.c', 'b', 'ab', 'a..b', 'x.y', '__proto__', 'constructor'];
const LEVELS = [
  0,
  5,
  10,
  25,
  50,
  'DEBUG',
  'INFO',
  'WARN',
  'FATAL',
  'NOTSET',
  'LOUD',
  'info',
  null,
  'cfg://my.level',
  'cfg://my.list[1]',
];
const FORMATTERS = ['f', 'g', 'constructor'];
const FILTERS = ['p', 'q', '__proto__'];
const HANDLERS = ['a', 'h', 'm', 'z', '__proto__'];
const ODD = [
  null,
  '',
  0,
  [],
  {},
  'x',
  'cfg://nope',
  'cfg://my.list[7]',
  'cfg://my.list[x]',
  'cfg://my[0]',
  'cfg://my.lvl!',
  'cfg://',
  'ext://nope.x',
];

/** A value or, once in a while, something else. */
const mostly = (random, value) => (random.chance(0.03) ? random.pick(ODD) : value);
/** A name that is there or, once in a while, one that is not. */
const nameOf = (random, names) => (random.chance(0.06) ? 'missing' : random.pick(names));

function formatter(random) {
  const style = random.pick(['%', '{', '$']);
  const format = {
    '%': '%(levelname)s %(message)s',
    '{': '{levelname} {message}',
    $: '$levelname ${message}',
  }[style];
  return random.pick([
    () => ({ format, style: random.chance(0.03) ? 'x' : style }),
    () => ({
      format,
      style,
      datefmt: random.pick(['%Y', null, 'cfg://my.nope']),
      validate: random.chance(0.5),
    }),
    () => ({ '()': 'logging.Formatter', fmt: format, style }),
    () => ({ '()': 'logging.Formatter', format, style }),
    () => ({ class: 'logging.Formatter', format: '%(custom)s', defaults: { custom: random.pick(['x', 1]) } }),
    () => ({ format: 'no field', validate: random.chance(0.7) }),
    () => ({ format: '%(asctime)s %(message)s', datefmt: random.pick(['%H:%M', null, 'cfg://my.datefmt']) }),
    () => ({}),
    () => null,
  ])();
}

function filter(random) {
  return random.pick([
    () => ({ name: random.pick(NAMES) }),
    () => ({ '()': 'logging.Filter', name: random.pick(NAMES) }),
    () => ({}),
    () => ({ name: 'cfg://my.name' }),
  ])();
}

function handler(random) {
  const entry = random.pick([
    () => ({ class: random.pick(['logging.StreamHandler', 'logging.NullHandler', 'logging.nope']) }),
    () => ({
      class: 'logging.StreamHandler',
      stream: random.pick(['ext://sys.stdout', 'ext://sys.stderr', 'cfg://my.stream']),
    }),
    () => ({ '()': 'logging.StreamHandler', stream: 'ext://sys.stdout' }),
    () => ({
      class: 'logging.handlers.BufferingHandler',
      capacity: random.pick([1, 10, 'cfg://my.capacity']),
    }),
    () => ({
      class: 'logging.handlers.MemoryHandler',
      capacity: 5,
      ...(random.chance(0.6) ? { target: nameOf(random, HANDLERS) } : {}),
      ...(random.chance(0.4) ? { flushLevel: random.pick(LEVELS.filter((one) => one !== null)) } : {}),
      ...(random.chance(0.3) ? { flushOnClose: random.chance(0.5) } : {}),
    }),
    () => ({ class: 'logging.NullHandler', bogus: 1 }),
    () => ({ level: 10 }),
  ])();
  if (random.chance(0.4)) entry.level = random.pick(LEVELS);
  if (random.chance(0.4)) entry.formatter = mostly(random, nameOf(random, FORMATTERS));
  if (random.chance(0.3))
    entry.filters = mostly(
      random,
      random.list(3, () => nameOf(random, FILTERS)),
    );
  if (random.chance(0.1)) entry['.'] = { terminator: '|', custom: 1 };
  return random.chance(0.02) ? null : entry;
}

function logger(random) {
  const entry = {};
  if (random.chance(0.6)) entry.level = random.pick(LEVELS);
  if (random.chance(0.5))
    entry.handlers = mostly(
      random,
      random.list(3, () => nameOf(random, HANDLERS)),
    );
  if (random.chance(0.3))
    entry.filters = mostly(
      random,
      random.list(2, () => nameOf(random, FILTERS)),
    );
  if (random.chance(0.4)) entry.propagate = random.pick([true, false, null]);
  return random.chance(0.02) ? null : entry;
}

function some(random, names, make) {
  return Object.fromEntries(names.filter(() => random.chance(0.7)).map((name) => [name, make(random)]));
}

function config(random) {
  const one = {
    version: random.chance(0.02) ? random.pick([2, '1', true]) : 1,
    my: {
      level: 'INFO',
      list: [1, 'ERROR'],
      name: 'a',
      datefmt: '%d',
      capacity: 7,
      stream: 'ext://sys.stdout',
    },
  };
  if (random.chance(0.7)) one.formatters = some(random, FORMATTERS, formatter);
  if (random.chance(0.6)) one.filters = some(random, FILTERS, filter);
  if (random.chance(0.8)) one.handlers = some(random, HANDLERS, handler);
  if (random.chance(0.8)) one.loggers = some(random, NAMES, logger);
  if (random.chance(0.6)) one.root = logger(random);
  if (random.chance(0.4)) one.disable_existing_loggers = random.chance(0.5);
  if (random.chance(0.1)) one.incremental = random.chance(0.8);
  return one;
}

const STEPS = {
  getLogger: (random) => [random.pick(NAMES)],
  setLevel: (random) => [random.pick(NAMES), 10],
  setPropagate: (random) => [random.pick(NAMES), random.chance(0.5)],
  setDisabled: (random) => [random.pick(NAMES), random.chance(0.5)],
  addNullHandler: (random) => [random.pick(NAMES)],
  addFilter: (random) => [random.pick(NAMES), 'f0'],
  addLevelName: () => [15, 'LOUD'],
};

/** One case as in vectors/dictconfig.json. */
export function generate(random) {
  const steps = random.list(4, () => {
    const name = random.pick(Object.keys(STEPS));
    return [name, ...STEPS[name](random)];
  });
  for (let i = random.integer(1, 3); i > 0; i--) steps.push(['dictConfig', config(random)]);
  return { steps };
}

const LOOSE = ['TypeError', 'AttributeError', 'ModuleNotFoundError', 'RecursionError'];
const described = ({ type, message }) => ({
  type,
  message: LOOSE.includes(type) || message.includes('Cannot resolve') ? null : message,
});

/** What our configurator makes of a case. */
export async function run({ ConfigScript }, { steps }) {
  const script = await ConfigScript.start();
  const results = [];
  for (const step of steps) {
    const result = script.run(step);
    if (result === null) {
      results.push(null);
      continue;
    }
    const { type, message, causes = [], sentence = message } = result.error;
    const error = { ...described({ type, message: sentence }), causes: causes.map(described) };
    return { results: [...results, { error }], state: null };
  }
  return { results, state: script.state() };
}
