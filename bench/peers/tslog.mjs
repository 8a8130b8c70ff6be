import { Logger } from 'tslog';
import { fileTransport } from 'tslog/transports/file';
import { FIELDS, makeError, sameCalls, sink } from '../lib/work.mjs';

// Hidden: its own output goes to the console; the transport formats.
function logger(transport) {
  const log = new Logger({ type: 'hidden', name: 'bench', minLevel: 3, stack: { capture: 'off' } });
  log.attachTransport(transport);
  return log;
}

export default {
  name: 'tslog',
  micro() {
    const log = logger({ name: 'sink', format: 'json', write: (_record, line) => sink.write(line ?? '') });
    const child = log.getSubLogger({ bindings: FIELDS });
    const error = makeError();
    return {
      ...sameCalls({ log, child }),
      json: (i) => log.info(`user ${i} logged in`),
      percall: () => log.info('request done', FIELDS),
      error: () => log.error('failed', error),
      fresh: () => log.error('failed', makeError()),
    };
  },
  files: {
    'buffered-json': {
      file: (path) => {
        const log = logger(fileTransport({ path, format: 'json' }));
        return { log: (i) => log.info(`user ${i} logged in`), close: () => log.flush() };
      },
    },
  },
};
