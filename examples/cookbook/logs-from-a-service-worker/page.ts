import * as logging from 'loggia/browser';

const { serviceWorker } = navigator;
await serviceWorker.register('/sw.js', { type: 'module' });
const { active } = await serviceWorker.ready;

// The page hands its records over, and may go at once: the worker delivers them.
logging.root.addHandler(new logging.QueueHandler(new logging.PortQueue(active!)));
logging.root.setLevel('DEBUG');

const log = logging.getLogger('shop.page');
log.info('opened');
document.querySelector('#leave')!.addEventListener('click', () => {
  log.warning('left with a full cart', { items: 3 });
  location.href = 'about:blank';
});
console.log('ready');
