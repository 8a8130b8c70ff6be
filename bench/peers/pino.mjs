import pino from 'pino';
import roll from 'pino-roll';
import { FIELDS, makeError, sameCalls, sink } from '../lib/work.mjs';

// The same four names as the others write.
const options = {
  level: 'info',
  base: { logger: 'bench' },
  messageKey: 'message',
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (level) => ({ level }) },
  serializers: { err: pino.stdSerializers.errWithCause },
};

const destination = (settings) => (path) => {
  const target = pino.destination({ dest: path, ...settings });
  const log = pino(options, target);
  return {
    log: (i) => log.info('user %s logged in', i),
    close: () =>
      new Promise((done) => {
        if (settings.sync) {
          target.flushSync();
          target.end();
          done();
        } else {
          target.once('close', done);
          target.end();
        }
      }),
  };
};

export default {
  name: 'pino',
  micro() {
    const log = pino(options, sink);
    const child = log.child(FIELDS);
    const error = makeError();
    return {
      ...sameCalls({ log, child }),
      percall: () => log.info(FIELDS, 'request done'),
      error: () => log.error({ err: error }, 'failed'),
      fresh: () => log.error({ err: makeError() }, 'failed'),
    };
  },
  files: {
    'file-json': { sync: destination({ sync: true }) },
    'buffered-json': {
      sync4k: destination({ sync: true, minLength: 4096 }),
      async4k: destination({ sync: false, minLength: 4096 }),
    },
    'rotation-buffered': {
      roll: async (path) => {
        const target = await roll({ file: path, size: '1m', limit: { count: 5 } });
        const log = pino(options, target);
        return {
          log: (i) => log.info('user %s logged in', i),
          close: () =>
            new Promise((done) => {
              target.once('close', done);
              target.end();
            }),
        };
      },
    },
  },
};
