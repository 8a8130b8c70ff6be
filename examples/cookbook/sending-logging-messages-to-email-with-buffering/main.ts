import * as logging from 'loggia/node';
import { startMailServer } from './mail-server.ts';

const { port, server } = await startMailServer();

const mails = new logging.SMTPHandler(
  ['127.0.0.1', port],
  'shop@shop.example',
  ['ops@shop.example'],
  'Log of the shop',
  { digest: { interval: 60_000, maxRecords: 10 } }, // one mail a minute at most, of the first ten records
);
mails.setFormatter(new logging.Formatter('%(levelname)-8s %(message)s'));

const log = logging.getLogger('shop');
log.setLevel('DEBUG');
log.addHandler(mails);
for (let i = 0; i < 12; i++) log.info('Message no. %d', i);

await logging.shutdown(); // sends what waits
server.close();
