import log4js from 'log4js';
import { FIELDS, makeError, ROTATION, sameCalls, sink } from '../lib/work.mjs';

// The layout of its documentation; it has none for JSON.
log4js.addLayout('json', () => (event) => {
  const [message, ...data] = event.data;
  const error = data.find((one) => one instanceof Error);
  const more = data.find((one) => typeof one === 'object' && !(one instanceof Error));
  return JSON.stringify({
    time: event.startTime,
    level: event.level.levelStr,
    logger: event.categoryName,
    message: typeof message === 'string' ? message.replace('%s', () => data[0]) : message,
    ...event.context,
    ...more,
    ...(error && {
      error: {
        message: error.message,
        stack: error.stack,
        cause: { message: error.cause?.message, stack: error.cause?.stack },
      },
    }),
  });
});

const LAYOUTS = { json: { type: 'json' }, text: { type: 'pattern', pattern: '%d{ISO8601} %c %p %m' } };

function logger(appender) {
  log4js.configure({
    appenders: { one: appender },
    categories: { default: { appenders: ['one'], level: 'info' } },
  });
  return log4js.getLogger('bench');
}
const nowhere = (layout) => ({
  type: {
    configure(config, layouts) {
      const write = layouts.layout(config.layout.type, config.layout);
      return (event) => sink.write(`${write(event)}\n`);
    },
  },
  layout: LAYOUTS[layout],
});
const file = (type, layout, more) => (path) => {
  const log = logger({ type, filename: path, layout: LAYOUTS[layout], ...more });
  return {
    log: (i) => log.info('user %s logged in', i),
    close: () => new Promise((done) => log4js.shutdown(done)),
  };
};
const rotation = { maxLogSize: ROTATION.maxBytes, backups: ROTATION.backupCount };

export default {
  name: 'log4js',
  micro(name) {
    const log = logger(nowhere(name === 'text' ? 'text' : 'json'));
    const child = log4js.getLogger('bench');
    for (const [key, value] of Object.entries(FIELDS)) if (name === 'bound') child.addContext(key, value);
    const deep = log4js.getLogger('bench.a.b.c');
    const error = makeError();
    return {
      ...sameCalls({ log, child, deep }),
      text: (i) => log.info('user %s logged in', i),
      percall: () => log.info('request done', FIELDS),
      error: () => log.error('failed', error),
      fresh: () => log.error('failed', makeError()),
    };
  },
  files: {
    'file-json': { fileSync: file('fileSync', 'json') },
    'file-text': { fileSync: file('fileSync', 'text') },
    'buffered-json': { file: file('file', 'json') },
    'rotation-durable': { fileSync: file('fileSync', 'json', rotation) },
  },
};
