import { getLogger, installPlatform, type LogRecord } from '@loggia/core';
import { describeHandler } from '@loggia/testing';
import { describe, expect, it } from 'vitest';
import { DatagramHandler } from '../handlers/datagram.js';
import { nodePlatform } from '../platform.js';
import { until } from '../until.testing.js';
import { useReceivers } from './receiver.testing.js';
import { LogRecordDatagramReceiver } from './udp.js';
import { jsonFrame } from './wire.testing.js';

installPlatform(nodePlatform);
const start = useReceivers();
const receive = () => start((options) => new LogRecordDatagramReceiver(options));

const recordOf = (msg: string): LogRecord => getLogger('t').makeRecord('t', 20, '', 0, msg, [], null);

describeHandler(it, 'DatagramHandler', async () => {
  const { receiver, records } = await receive();
  const handler = new DatagramHandler('127.0.0.1', receiver.port);
  const flush = handler.flush.bind(handler);
  // What the system has taken waits at the receiver, which reads a part of it in each turn of the event loop.
  handler.flush = async () => {
    await flush();
    for (let before = -1; before !== records.length; ) {
      before = records.length;
      for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const texts = (): string[] => records.map((record) => record.getMessage());
  return { handler, received: () => handler.flush().then(texts), formats: false };
});

describe('records over UDP', () => {
  it.each([
    ['127.0.0.1', 'pickle'],
    ['localhost', 'json'],
  ] as const)('arrive from %s as %s', async (host, codec) => {
    const { receiver, records } = await receive();
    const handler = new DatagramHandler(host, receiver.port, { codec });
    for (let i = 0; i < 20; i++) handler.handle(recordOf(`message ${i}`));
    await handler.close();
    await until(() => records.length === 20);
    expect(records.map(({ msg }) => msg)).toEqual(Array.from({ length: 20 }, (_, i) => `message ${i}`));
    expect(handler.stats).toMatchObject({ emitted: 20, delivered: 20, pending: 0 });
  });

  it('count what is too large for a datagram, and go on', async () => {
    const { receiver, records } = await receive();
    const handler = new DatagramHandler('127.0.0.1', receiver.port);
    handler.handle(recordOf('x'.repeat(70_000)));
    handler.handle(recordOf('small'));
    await handler.close();
    await until(() => records.length === 1);
    expect(handler.stats).toMatchObject({ delivered: 1, rejected: 1, pending: 0 });
  });

  it('are sent in the same turn to an address, as on exit', async () => {
    const { receiver, records } = await receive();
    const handler = new DatagramHandler('127.0.0.1', receiver.port);
    const sent = handler.send(jsonFrame({ msg: 'at once' }));
    handler['dropSocket']();
    await Promise.allSettled([sent]);
    await until(() => records.length === 1);
    await handler.close();
  });
});
