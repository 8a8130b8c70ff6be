// The page: it keeps its records in memory, and ships them only when something goes wrong.
import * as logging from 'loggia';
import { add, newCart, pay, total } from './cart.js';
import { lineOf, showPanel } from './panel.js';

const shipper = new logging.HTTPHandler('/logs', { resource: { service: 'shop-page' } });
const shipped: string[] = [];
shipper.addFilter((record) => {
  record.extra['side'] = 'page';
  shipped.push(lineOf(record));
  return true;
});
const recorder = new logging.MemoryHandler(200, {
  target: shipper,
  overflow: 'drop-oldest',
  flushOnClose: false,
});

logging.basicConfig({ level: 'DEBUG', handlers: [new logging.ConsoleHandler(), recorder] });
const log = logging.getLogger('shop.page');

// What nobody catches is what one wants to know most.
addEventListener('error', (event) => log.critical('uncaught: %s', event.message, event.error));

const byId = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;
const cart = newCart(document.body.dataset['cart'] ?? 'none');

function show(): void {
  byId('cart').textContent =
    cart.items.length === 0 ? 'empty' : `${cart.items.join(', ')}: ${total(cart).toFixed(2)}`;
}

for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-item]')) {
  button.addEventListener('click', () => {
    add(cart, button.dataset['item'] ?? '');
    show();
  });
}
byId('pay').addEventListener('click', () => pay(cart));

showPanel(byId('panel'), { recorder, shipper, shipped });
