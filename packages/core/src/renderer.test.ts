import { expect, it } from 'vitest';
import { LogRecord } from './record.js';
import { plainRenderer } from './renderer.js';

// Importing a formatter or a handler would bring the other one.
it('the renderer of programs without a handler makes the wire form of a record', () => {
  const record = new LogRecord('shop', 20, '', 0, 'added %d', [2], null);
  const { created } = record;
  const wire = { name: 'shop', levelno: 20, levelname: 'INFO', created, message: 'added 2' };
  expect(plainRenderer.toWire(record)).toEqual(wire);
});
