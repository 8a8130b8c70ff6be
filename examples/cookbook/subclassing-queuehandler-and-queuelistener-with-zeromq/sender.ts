import * as logging from 'loggia/node';
import { Push } from 'zeromq';
import { ZeroMQSocketHandler } from './zeromq-logging.ts';

const socket = new Push();
socket.connect(process.argv[2]!);
logging.root.addHandler(new ZeroMQSocketHandler(socket));
logging.root.setLevel('DEBUG');

const log = logging.getLogger('shop.cart');
log.debug('added %d of %s', 2, 'tea');
log.error('payment failed', { order: 17 });

await logging.shutdown(); // waits until the socket has taken all
socket.close();
