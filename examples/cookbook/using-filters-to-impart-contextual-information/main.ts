import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import * as logging from 'loggia/node';

const handler = new logging.StreamHandler(process.stdout);
handler.addFilter(new logging.ContextFilter());
handler.addFilter((record) => {
  record.extra['shout'] = record.levelno >= logging.WARNING ? '!' : '';
  return true;
});
handler.setFormatter(
  new logging.Formatter('%(name)-8s %(request)s %(user)-4s %(message)s%(shout)s', {
    defaults: { request: '-', user: '-' },
  }),
);
logging.basicConfig({ level: 'INFO', handlers: [handler] });

/** Knows nothing of requests. */
async function charge(ms: number): Promise<void> {
  const log = logging.getLogger('payments');
  log.info('asking the bank');
  await wait(ms);
  log.warning('the bank took %d ms', ms);
}

const server = createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const fields = { request: `r-${searchParams.get('id')}`, user: searchParams.get('user') };
  logging.withContext(fields, async () => {
    await charge(Number(searchParams.get('ms')));
    response.end();
  });
});
server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}/`;
  const slow = fetch(`${address}?id=1&user=ann&ms=500`);
  await Promise.all([slow, fetch(`${address}?id=2&user=bob&ms=10`)]);
  logging.getLogger('server').info('closed');
  server.close();
  server.closeAllConnections();
});
