import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { getLogger, RotatingFileHandler } from 'loggia/node';

const handler = new RotatingFileHandler('app.log', { maxBytes: 60, backupCount: 3 });
handler.namer = (name) => `${name}.gz`;
handler.rotator = (source, dest) => {
  writeFileSync(dest, gzipSync(readFileSync(source), { level: 9 }));
  unlinkSync(source);
};

const log = getLogger('shop');
log.addHandler(handler);
for (let i = 1; i <= 10; i++) log.warning('This is record number %d', i);
await handler.close();
