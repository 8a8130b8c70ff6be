// Shared: this module runs on the server, where it renders the page, and in the page, where it fills the cart.
import * as logging from 'loggia';

const log = logging.getLogger('shop.cart');

export const PRICES: Readonly<Record<string, number>> = { tea: 4.5, cup: 9, kettle: 39 };

export interface Cart {
  readonly id: string;
  readonly items: string[];
}

export function newCart(id: string): Cart {
  log.debug('cart %s opened', id);
  return { id, items: [] };
}

export function add(cart: Cart, item: string): void {
  cart.items.push(item);
  log.debug('added %s, %d in the cart', item, cart.items.length, { cart: cart.id });
}

export function total(cart: Cart): number {
  const sum = cart.items.reduce((before, item) => before + (PRICES[item] ?? 0), 0);
  log.debug('total of %d items: %.2f', cart.items.length, sum, { cart: cart.id });
  return sum;
}

/** The card is always refused: this is the error that the example is about. */
export function pay(cart: Cart): void {
  log.info('paying %.2f', total(cart), { cart: cart.id });
  throw new Error('payment failed', { cause: new Error('card refused') });
}
