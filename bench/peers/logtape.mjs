import { getRotatingFileSink, getStreamFileSink } from '@logtape/file';
import {
  configureSync,
  getJsonLinesFormatter,
  getLogger,
  getTextFormatter,
  resetSync,
} from '@logtape/logtape';
import { FIELDS, makeError, ROTATION, sameCalls, sink } from '../lib/work.mjs';

const json = getJsonLinesFormatter();
const text = getTextFormatter({ timestamp: 'date-time', category: '.' });

function logger(target) {
  resetSync();
  configureSync({
    reset: true,
    sinks: { one: target },
    loggers: [
      { category: 'bench', lowestLevel: 'info', sinks: ['one'] },
      { category: ['logtape', 'meta'], lowestLevel: 'fatal', sinks: [] },
    ],
  });
  return getLogger('bench');
}
const writer = (target) => {
  const log = logger(target);
  return {
    log: (i) => log.info('user {i} logged in', { i }),
    close: async () => {
      await target[Symbol.asyncDispose]?.();
      target[Symbol.dispose]?.();
      resetSync();
    },
  };
};

export default {
  name: 'logtape',
  micro(name) {
    const format = name === 'text' ? text : json;
    const log = logger((record) => sink.write(format(record)));
    const child = log.with(FIELDS);
    const deep = getLogger(['bench', 'a', 'b', 'c']);
    const error = makeError();
    return {
      ...sameCalls({ log, child, deep }),
      json: (i) => log.info('user {i} logged in', { i }),
      text: (i) => log.info('user {i} logged in', { i }),
      percall: () => log.info('request done', FIELDS),
      error: () => log.error('failed', { error }),
      fresh: () => log.error('failed', { error: makeError() }),
    };
  },
  files: {
    'buffered-json': { stream: (path) => writer(getStreamFileSink(path, { formatter: json })) },
    'buffered-text': { stream: (path) => writer(getStreamFileSink(path, { formatter: text })) },
    'rotation-durable': {
      rotating: (path) =>
        writer(getRotatingFileSink(path, { formatter: json, maxSize: ROTATION.maxBytes, maxFiles: 6 })),
    },
  },
};
