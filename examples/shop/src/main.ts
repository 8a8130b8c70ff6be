// What `npm start` runs: the shop, with somebody who uses it if `--headless` is given.
import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { shutdown } from 'loggia';
import { configureLogging, createShop } from './shop.js';

const HELP = `The shop: a page and a server that log through one API.

  npm start                    serve on a free port of 127.0.0.1
  npm start -- --port 8080     serve on that port
  npm start -- --log-file F    write the records to F instead of examples/shop/logs/shop.log
  npm start -- --headless      let Chromium use the shop, print what was shipped, and end
`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    headless: { type: 'boolean', default: false },
    browser: { type: 'string' },
    'log-file': { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  if (values.help) {
    console.log(HELP);
    return;
  }
  const logFile = values['log-file'] ?? fileURLToPath(new URL('../logs/shop.log', import.meta.url));
  rmSync(logFile, { force: true });
  configureLogging(logFile);

  const pageScript = await readFile(new URL('./page.js', import.meta.url), 'utf8');
  const server = createServer(createShop(pageScript));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(Number(values.port), '127.0.0.1', resolve);
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  if (values.headless) {
    const { shopAlone } = await import('./headless.js');
    const shipped = await shopAlone(address, logFile, values.browser);
    console.log(`\nShipped by the page when the payment failed:\n${shipped.join('\n')}`);
    server.close();
    server.closeAllConnections();
    await shutdown();
    return;
  }
  console.log(`
The shop is open at ${address}

  1. Add a few things: the page logs, and ships nothing (see its panel, and this console).
     Reload it, if you like: it forgets nothing.
  2. Press Pay: it fails, and the records that led up to the error arrive here and in
     ${logFile}
     The panel shows how the books of page and server agree.

Ctrl+C ends it.
`);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
