import * as logging from 'loggia/node';
import { FIELDS, makeError, ROTATION, sameCalls, sink } from '../lib/work.mjs';

const TEXT = '%(asctime)s %(name)s %(levelname)s %(message)s';

function logger(handler, formatter) {
  const log = logging.getLogger('bench');
  log.propagate = false;
  log.setLevel('INFO');
  for (const one of [...log.handlers]) log.removeHandler(one);
  handler.setFormatter(formatter);
  log.addHandler(handler);
  return log;
}

const writer = (handler, formatter) => {
  const log = logger(handler, formatter);
  return { log: (i) => log.info('user %s logged in', i), close: () => handler.close() };
};
const buffered = { bufferSize: 65_536 };
const json = () => new logging.JSONFormatter();
const text = () => new logging.Formatter(TEXT);

export default {
  name: 'loggia',
  micro(name) {
    const log = logger(new logging.StreamHandler(sink), name === 'text' ? text() : json());
    const deep = logging.getLogger('bench.a.b.c');
    const child = log.with(FIELDS);
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
    'file-json': { default: (path) => writer(new logging.FileHandler(path), json()) },
    'file-text': { default: (path) => writer(new logging.FileHandler(path), text()) },
    'buffered-json': { bufferSize: (path) => writer(new logging.FileHandler(path, buffered), json()) },
    'buffered-text': { bufferSize: (path) => writer(new logging.FileHandler(path, buffered), text()) },
    'rotation-durable': {
      default: (path) => writer(new logging.RotatingFileHandler(path, ROTATION), json()),
    },
    'rotation-buffered': {
      bufferSize: (path) =>
        writer(new logging.RotatingFileHandler(path, { ...ROTATION, ...buffered }), json()),
    },
  },
};
