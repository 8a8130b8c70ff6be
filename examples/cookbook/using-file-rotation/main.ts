import { readdirSync } from 'node:fs';
import { getLogger, RotatingFileHandler } from 'loggia/node';

const logger = getLogger('MyLogger');
logger.setLevel('DEBUG');
const handler = new RotatingFileHandler('app.log', { maxBytes: 20, backupCount: 5 });
logger.addHandler(handler);

for (let i = 0; i < 20; i++) logger.debug('i = %d', i);

for (const file of readdirSync('.').sort()) {
  if (file.startsWith('app.log')) console.log(file);
}
