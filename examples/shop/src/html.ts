import { PRICES } from './cart.js';

/** The page as the server renders it. `cartId` is the server's own: digits and letters. */
export function renderPage(cartId: string): string {
  const buttons = Object.entries(PRICES)
    .map(([item, price]) => `<button data-item="${item}">Add ${item}, ${price.toFixed(2)}</button>`)
    .join('\n        ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Shop</title>
    <link rel="icon" href="data:,">
    <style>
      :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
      body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
      button { font: inherit; padding: .4rem .8rem; margin: 0 .3rem .5rem 0; }
      #pay { font-weight: bold; }
      #panel { display: block; border: 1px solid #8888; border-radius: .5rem; padding: .5rem 1rem; margin-top: 1.5rem; }
      #panel p { display: flex; justify-content: space-between; margin: .2rem 0; }
      #panel pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85rem; border-left: 3px solid #8888; padding-left: .6rem; margin: .2rem 0 .6rem; }
      #panel h2 { font-size: 1rem; margin: .6rem 0 .2rem; }
      output { font-weight: bold; }
    </style>
  </head>
  <body data-cart="${cartId}">
    <h1>Shop</h1>
    <div>
        ${buttons}
        <button id="pay">Pay</button>
    </div>
    <p>In the cart: <span id="cart">empty</span></p>
    <loggia-panel id="panel" role="region" aria-label="What the page logs"></loggia-panel>
    <script type="module" src="/page.js"></script>
  </body>
</html>
`;
}
