import * as logging from 'loggia/browser';

/** Shows the newest records in a list, each with the class of its level. */
class ListHandler extends logging.Handler {
  readonly #list: HTMLElement;
  readonly #capacity: number;

  constructor(list: HTMLElement, capacity = 100) {
    super();
    this.#list = list;
    this.#capacity = capacity;
  }

  override emit(record: logging.LogRecord): void {
    const item = document.createElement('li');
    item.className = record.levelname.toLowerCase();
    item.textContent = this.format(record); // as text: what was logged can be no markup
    this.#list.append(item);
    if (this.#list.children.length > this.#capacity) this.#list.firstElementChild?.remove();
  }
}

const list = document.querySelector<HTMLElement>('#log')!;
const handler = new ListHandler(list);
handler.setFormatter(new logging.Formatter('%(levelname)-8s %(name)s %(message)s'));
logging.root.addHandler(handler);
logging.root.setLevel('DEBUG');

const loggers = ['shop', 'shop.cart', 'shop.pay'].map((name) => logging.getLogger(name));
const levels = [logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL];
let count = 0;
document.querySelector('#work')!.addEventListener('click', () => {
  for (const level of levels) loggers[count++ % loggers.length]!.log(level, 'Message no. %d', count);
  console.log([...list.children].map((item) => item.textContent).join('\n'));
});
document.querySelector('#level')!.addEventListener('change', ({ target }) => {
  handler.setLevel((target as HTMLSelectElement).value);
});
document.querySelector('#clear')!.addEventListener('click', () => list.replaceChildren());
