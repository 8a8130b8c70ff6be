import { coreClassTable } from '@loggia/core/config';
import { expect, it } from 'vitest';
import * as ports from './ports.js';
import { LogRecordSocketReceiver } from './receivers/tcp.js';
import { LogRecordDatagramReceiver } from './receivers/udp.js';

it('has the same ports as configurations and receivers', () => {
  for (const [name, port] of Object.entries(ports)) {
    expect(coreClassTable.constants[`handlers.${name}`]).toBe(port);
  }
  expect(new LogRecordSocketReceiver().port).toBe(ports.DEFAULT_TCP_LOGGING_PORT);
  expect(new LogRecordDatagramReceiver().port).toBe(ports.DEFAULT_UDP_LOGGING_PORT);
});
