import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { Formatter, getLogger, SysLogHandler } from 'loggia/node';

// A daemon to look at what is sent.
const daemon = createSocket('udp4').bind(0, '127.0.0.1');
await once(daemon, 'listening');
const address: [string, number] = ['127.0.0.1', daemon.address().port];

async function send(handler: SysLogHandler): Promise<Buffer> {
  const received = once(daemon, 'message');
  const log = getLogger('shop');
  log.addHandler(handler);
  log.error('Grüße aus Köln');
  const [datagram] = await received;
  log.removeHandler(handler);
  await handler.close();
  return datagram;
}

// As in Python: what stands before U+FEFF is ASCII, what comes after it is UTF-8.
const plain = new SysLogHandler({ address });
plain.setFormatter(new Formatter('%(name)s %(levelname)s \ufeff%(message)s'));
const datagram = await send(plain);
const bom = datagram.indexOf(Buffer.from([0xef, 0xbb, 0xbf]));
console.log('before the mark: %s', datagram.subarray(0, bom));
console.log('after the mark: %s', datagram.subarray(bom + 3, -1)); // the last byte is a NUL

// A whole message of RFC 5424 has the mark without being told.
const whole = String(await send(new SysLogHandler({ address, protocol: 'rfc5424', ident: 'shop' })));
console.log('rfc5424: %s', whole.replace('\ufeff', '<BOM>'));
daemon.close();
