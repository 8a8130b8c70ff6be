import bunyan from 'bunyan';
import { FIELDS, makeError, sameCalls, sink } from '../lib/work.mjs';

export default {
  name: 'bunyan',
  micro() {
    const log = bunyan.createLogger({
      name: 'bench',
      level: 'info',
      stream: sink,
      serializers: bunyan.stdSerializers,
    });
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
    'buffered-json': {
      file: (path) => {
        const log = bunyan.createLogger({ name: 'bench', level: 'info', streams: [{ path }] });
        const [{ stream }] = log.streams;
        return {
          log: (i) => log.info('user %s logged in', i),
          close: () => new Promise((done) => stream.end(done)),
        };
      },
    },
  },
};
