import { basicConfig, info, RotatingFileHandler } from 'loggia/node';

const handler = new RotatingFileHandler('app.log', {
  maxBytes: 10_000,
  backupCount: 9,
  shared: true,
});
basicConfig({ level: 'INFO', handlers: [handler], format: '%(asctime)s %(process)d %(message)s' });

for (let i = 1; i <= 200; i++) info('%s, message %d', process.argv[2], i);
