// The page: it keeps its records to itself, though it be reloaded or crash, and ships them only when something goes wrong.
import * as logging from 'loggia/browser';
import { add, newCart, pay, total } from './cart.js';
import { LoggiaPanel, lineOf } from './panel.js';

const shipper = new logging.HTTPHandler('/logs', {
  resource: { service: 'shop-page' },
  store: logging.indexedDBStore(),
});
const shipped: string[] = [];
shipper.addFilter((record) => {
  record.extra['side'] = 'page';
  shipped.push(lineOf(record));
  return true;
});
// No record ships by itself: the error is kept behind what led up to it, and then all of it goes in this order.
const recorder = new logging.IndexedDBHandler({ target: shipper, flushLevel: logging.CRITICAL + 1 });

logging.basicConfig({ level: 'DEBUG', handlers: [new logging.ConsoleHandler(), recorder] });
const log = logging.getLogger('shop.page');

// What nobody catches is what one wants to know most.
addEventListener('error', (event) => {
  log.critical('uncaught: %s', event.message, event.error);
  recorder.trigger('uncaught error');
});

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

customElements.define('loggia-panel', LoggiaPanel);
(byId('panel') as LoggiaPanel).watch({ recorder, shipper, shipped, accountURL: '/account' });
