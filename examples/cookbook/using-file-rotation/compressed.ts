import { getLogger, RotatingFileHandler } from 'loggia/node';

const handler = new RotatingFileHandler('big.log', {
  maxBytes: 1000,
  backupCount: 3,
  compress: 'gzip',
});
const logger = getLogger('MyLogger');
logger.addHandler(handler);

for (let i = 1; i <= 200; i++) logger.warning('message number %03d', i);
await handler.close(); // waits until all is compressed
