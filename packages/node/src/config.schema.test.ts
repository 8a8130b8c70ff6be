import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configSchema } from '@loggia/core/config';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { loadVectors } from '../../core/src/vectors.testing.js';
import { nodeClassTable } from './class-table.js';
import { checkConfig } from './config.js';

const published = readFileSync(fileURLToPath(new URL('../../loggia/schema.json', import.meta.url)), 'utf8');
const ajv = new Ajv({ strict: false, allErrors: true, formats: { regex: true } });
const isValid = ajv.compile(JSON.parse(published));

interface Vector {
  steps: [string, ...unknown[]][];
  expect: { results: unknown[] };
}

const vectors = loadVectors<Vector>('dictconfig').flatMap(({ id, steps, expect: { results } }) =>
  steps.flatMap(([name, config], i) =>
    name === 'dictConfig' ? [{ id, config, isRight: results[i] === null }] : [],
  ),
);

const handler = (one: object): object => ({ version: 1, handlers: { h: one } });

describe('the JSON Schema', () => {
  it.each(vectors.filter(({ isRight }) => isRight))('allows what CPython takes in $id', ({ config }) => {
    // Python's idea of true and of a list; a schema that allows them helps nobody.
    const odd = /"version": ?true|"root": ?\[\]|"(filters|handlers)": ?"\w"/;
    if (odd.test(JSON.stringify(config))) return;
    expect(isValid(config) || isValid.errors).toBe(true);
  });

  it.each([
    [{ class: 'logging.handlers.RotatingFileHandler', filename: 'x', maxByte: 1 }],
    [{ class: 'logging.handlers.RotatingFileHandler', filename: 'x', maxBytes: 'x' }],
    [{ class: 'RotatingFileHandler', filename: 'x', max_bytes: -1 }],
    [{ class: 'logging.FileHandler' }],
    [{ class: 'logging.FileHandler', filename: 'x', mode: 'x' }],
    [{ class: 'StreamHandler', level: [] }],
    [{ '()': 'logging.handlers.MemoryHandler', capacity: 1.5 }],
    [{ class: 'HTTPHandler', url: '/logs', retry: { bas: 1 } }],
    [{ level: 'INFO' }],
  ])('refuses %j, as checkConfig does', (one) => {
    expect(checkConfig(handler(one))).not.toEqual([]);
    expect(isValid(handler(one))).toBe(false);
  });

  it.each([
    [
      {
        class: 'logging.handlers.RotatingFileHandler',
        filename: 'cfg://my.name',
        max_bytes: 'cfg://my.size',
        backupCount: null,
      },
    ],
    [{ class: 'shop.OwnHandler', anything: [1, { x: 2 }] }],
    [{ '()': 'ext://shop.make', anything: 1, level: 'INFO', filters: ['a'], '.': { x: 1 } }],
    [
      {
        class: 'SysLogHandler',
        address: ['localhost', 514],
        facility: 'local0',
        socktype: 'ext://socket.SOCK_DGRAM',
      },
    ],
    [
      {
        class: 'logging.handlers.QueueHandler',
        queue: { '()': 'queue.Queue', maxsize: 1 },
        handlers: [],
        respect_handler_level: true,
      },
    ],
    [{ class: 'HTTPHandler', host: 'x', url: '/logs', credentials: ['a', 'b'] }],
  ])('allows %j', (one) => {
    expect(isValid(handler(one)) || isValid.errors).toBe(true);
  });

  it('knows every class and every option by the tables, each with its meaning', () => {
    const { definitions } = configSchema(nodeClassTable) as {
      definitions: Record<string, { properties: object }>;
    };
    for (const [name, { options }] of Object.entries(nodeClassTable.classes)) {
      expect(Object.keys(definitions[name]!.properties)).toEqual(
        expect.arrayContaining(Object.keys(options)),
      );
    }
    expect(published).toContain('About how many bytes a file may have.');
  });
});
