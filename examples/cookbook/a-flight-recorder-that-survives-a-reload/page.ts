import * as logging from 'loggia/browser';

const recorder = new logging.IndexedDBHandler({
  target: new logging.HTTPHandler('/logs', { store: logging.indexedDBStore() }),
  capacity: 200, // the newest records, of this page and of those before it
});
logging.basicConfig({ level: 'DEBUG', handlers: [recorder] });
logging.installErrorCapture(); // what nobody catches is an error, too

const log = logging.getLogger('shop.page');
const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
log.debug('opened by %s', visit?.type);

document.querySelector('#add')!.addEventListener('click', () => {
  log.debug('added tea to the cart');
  const { buffered, shipped } = recorder.stats;
  console.log(`kept: ${buffered}, shipped: ${shipped}`);
});
document.querySelector('#pay')!.addEventListener('click', () => {
  throw new Error('card refused');
});
