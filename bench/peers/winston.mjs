import { Writable } from 'node:stream';
import winston from 'winston';
import { FIELDS, makeError, ROTATION, sameCalls, sink } from '../lib/work.mjs';

const { combine, timestamp, printf, json, errors, splat } = winston.format;
const asJSON = combine(errors({ stack: true, cause: true }), splat(), timestamp(), json());
const asText = combine(
  splat(),
  timestamp(),
  printf((line) => `${line.timestamp} bench ${line.level} ${line.message}`),
);

function logger(format, transport) {
  return winston.createLogger({
    level: 'info',
    defaultMeta: { logger: 'bench' },
    format,
    transports: [transport],
  });
}
const stream = () =>
  new winston.transports.Stream({
    stream: new Writable({
      decodeStrings: false,
      write(chunk, _encoding, done) {
        sink.write(chunk);
        done();
      },
    }),
  });
const file = (format, more) => (path) => {
  const transport = new winston.transports.File({ filename: path, ...more });
  const log = logger(format, transport);
  return {
    log: (i) => log.info('user %s logged in', i),
    close: () =>
      new Promise((done) => {
        transport.once('finish', () => setTimeout(done, 50));
        log.end();
      }),
  };
};

export default {
  name: 'winston',
  micro(name) {
    const log = logger(name === 'text' ? asText : asJSON, stream());
    const child = log.child(FIELDS);
    const error = makeError();
    return {
      ...sameCalls({ log, child }),
      text: (i) => log.info('user %s logged in', i),
      percall: () => log.info('request done', FIELDS),
      error: () => log.error(error),
      fresh: () => log.error(makeError()),
    };
  },
  files: {
    'buffered-json': { file: file(asJSON) },
    'buffered-text': { file: file(asText) },
    'rotation-buffered': {
      maxsize: file(asJSON, { maxsize: ROTATION.maxBytes, maxFiles: 6, tailable: true }),
    },
  },
};
