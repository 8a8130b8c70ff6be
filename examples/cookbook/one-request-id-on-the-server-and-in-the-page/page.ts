import * as logging from 'loggia/browser';

logging.installPageContext(); // takes up what the server put into the page

// Ships what led up to an error, when it happens.
const recorder = new logging.MemoryHandler(200, {
  target: new logging.HTTPHandler('/logs'),
  overflow: 'drop-oldest',
  flushOnClose: false,
});
recorder.addFilter(new logging.ContextFilter());
logging.basicConfig({ level: 'INFO', handlers: [recorder] });

const log = logging.getLogger('shop.page');
log.info('hydrated');

document.querySelector('#pay')!.addEventListener('click', async () => {
  log.info('paying');
  await fetch('/pay', { method: 'POST', headers: { traceparent: logging.makeTraceparent() } });
  log.error('payment failed');
});
