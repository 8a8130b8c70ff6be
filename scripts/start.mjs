// `npm start`: builds what has changed, then runs the shop of examples/shop with the arguments given.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { bundleShop } from './bundle-shop.mjs';
import { findBrowser } from './find-browser.mjs';

const args = process.argv.slice(2);

await build();
await bundleShop();
if (args.includes('--headless') && !args.includes('--browser')) args.push('--browser', await findBrowser());

const main = fileURLToPath(new URL('../examples/shop/dist/main.js', import.meta.url));
const shop = spawn(process.execPath, ['--enable-source-maps', main, ...args], { stdio: 'inherit' });
// The shop has the terminal, so it gets the signals of the keyboard itself; others are passed on.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => shop.kill('SIGTERM'));
shop.on('exit', (code, signal) => {
  if (signal !== null) process.exitCode = signal === 'SIGINT' ? 0 : 1;
  else process.exitCode = code ?? 1;
});
