// The server: it renders the page, logs for itself, and takes what pages ship.
import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import * as logging from 'loggia';
import { createIngest, toNodeListener } from 'loggia/ingest';
import { FileHandler } from 'loggia/node';
import { newCart, total } from './cart.js';
import { renderPage } from './html.js';

const log = logging.getLogger('shop.server');

/** Sends the server's records, and those of its pages, to the file and to the console. */
export function configureLogging(logFile: string): void {
  const format = '%(asctime)s %(side)-6s %(levelname)-8s %(name)s: %(message)s';
  logging.basicConfig({
    level: 'DEBUG',
    handlers: [new FileHandler(logFile), new logging.StreamHandler(process.stdout)],
  });
  for (const handler of logging.root.handlers) {
    handler.setFormatter(new logging.Formatter(format, { defaults: { side: 'server' } }));
  }
}

/** Answers the requests of the shop. `pageScript` is the bundle of page.ts. */
export function createShop(pageScript: string): RequestListener {
  const ingest = createIngest();
  const takeRecords = toNodeListener(ingest);
  return (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://shop');
    if (pathname === '/logs') {
      takeRecords(request, response);
      return;
    }
    if (pathname === '/account') {
      const account = ingest.session(searchParams.get('session') ?? '');
      response.setHeader('content-type', 'application/json').end(JSON.stringify(account ?? null));
      return;
    }
    log.info('%s %s', request.method, pathname);
    if (pathname === '/') {
      const cart = newCart(randomUUID().slice(0, 8));
      total(cart);
      response.setHeader('content-type', 'text/html; charset=utf-8').end(renderPage(cart.id));
    } else if (pathname === '/page.js') {
      response.setHeader('content-type', 'text/javascript; charset=utf-8').end(pageScript);
    } else {
      response.writeHead(404).end();
    }
  };
}
