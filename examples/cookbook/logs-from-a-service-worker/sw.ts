import * as logging from 'loggia/browser';

// A service worker may be ended at any time, so what waits is on disk.
const shipper = new logging.HTTPHandler('/logs', { store: logging.indexedDBStore({ name: 'sw-logs' }) });
logging.root.addHandler(shipper);
logging.root.setLevel('DEBUG');

logging.receiveRecords(globalThis as unknown as EventTarget); // from pages
logging.installServiceWorkerDelivery(shipper); // keeps the worker alive until all is sent
logging.installErrorCapture();

const log = logging.getLogger('shop.sw');
addEventListener('install', () => log.info('installed'));
addEventListener('activate', (event) => {
  log.info('activated');
  (event as ExtendableEvent).waitUntil((globalThis as unknown as ServiceWorkerScope).clients.claim());
});

// The types of pages leave a service worker's out.
interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface ServiceWorkerScope {
  readonly clients: { claim(): Promise<void> };
}
