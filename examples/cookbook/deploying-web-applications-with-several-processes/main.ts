import cluster from 'node:cluster';
import { once } from 'node:events';
import { createServer } from 'node:http';
import * as logging from 'loggia/node';

// Every process writes to one file; one of them at a time rotates it.
const file = new logging.RotatingFileHandler('web.log', {
  maxBytes: 10_000_000,
  backupCount: 5,
  shared: true,
});
logging.basicConfig({
  level: 'INFO',
  handlers: [file],
  format: '%(asctime)s %(process)d %(name)s: %(message)s',
});

if (cluster.isPrimary) {
  const workers = [cluster.fork(), cluster.fork()];
  const ready = workers.map((worker) => once(worker, 'listening'));
  const [, port] = (await Promise.all(ready)).map(([address]) => address.port);
  for (let i = 0; i < 4; i++) {
    const response = await fetch(`http://127.0.0.1:${port}/order/${i}`);
    console.log(await response.text());
  }
  logging.getLogger('web').info('stopping');
  const ended = workers.map((worker) => once(worker, 'exit'));
  for (const worker of workers) worker.process.kill();
  await Promise.all(ended);
} else {
  const log = logging.getLogger('web.worker');
  createServer((request, response) => {
    log.info('%s %s', request.method, request.url);
    response.end(`answered ${request.url}`);
  }).listen(0, '127.0.0.1');
}
