import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { getLogger, type LogRecord, SysLogHandler } from 'loggia/node';

// A daemon that prints what it gets. Over TCP each message begins with its length in bytes.
const daemon = createServer((socket) => {
  socket.on('data', (bytes) =>
    console.log(
      String(bytes)
        .replaceAll('\ufeff', '<BOM>')
        .replaceAll(/(\d+ <\d+>1 )/g, '\n$1')
        .trim(),
    ),
  );
});
await once(daemon.listen(0, '127.0.0.1'), 'listening');

/** The kind of a message is what the application says it is. */
class ShopSysLogHandler extends SysLogHandler {
  override getMessageID(record: LogRecord): string {
    return String(record.extra['event'] ?? super.getMessageID(record));
  }
}

const handler = new ShopSysLogHandler({
  address: ['127.0.0.1', (daemon.address() as AddressInfo).port],
  socktype: 'tcp',
  protocol: 'rfc5424',
  facility: 'local0',
  ident: 'shop',
  structuredDataID: 'shop@32473', // 32473 stands for your number at IANA
});
const log = getLogger('shop.cart');
log.addHandler(handler);
log.error('Payment of %s failed', '12 €', { event: 'payment', order: 17, why: 'card "refused"' });
log.warning('Cart is empty');

await handler.close();
daemon.close();
