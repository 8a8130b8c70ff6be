import { getRotatingFileSink, getStreamFileSink } from '@logtape/file';
import { configure, getJsonLinesFormatter, getLogger, getTextFormatter, reset } from '@logtape/logtape';
import { FIELDS, makeError, ROTATION, sameCalls, sink } from '../lib/work.mjs';

const json = getJsonLinesFormatter();
const text = getTextFormatter({ timestamp: 'date-time', category: '.' });

async function logger(target) {
  await configure({
    reset: true,
    sinks: { one: target },
    loggers: [
      { category: 'bench', lowestLevel: 'info', sinks: ['one'] },
      { category: ['logtape', 'meta'], lowestLevel: 'fatal', sinks: [] },
    ],
  });
  return getLogger('bench');
}
const writer = async (target) => {
  const log = await logger(target);
  // It closes the file, too.
  return { log: (i) => log.info('user {i} logged in', { i }), close: reset };
};

export default {
  name: 'logtape',
  async micro(name) {
    const format = name === 'text' ? text : json;
    const log = await logger((record) => sink.write(format(record)));
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
