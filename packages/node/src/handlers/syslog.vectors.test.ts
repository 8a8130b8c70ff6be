import { Formatter, makeLogRecord, replacePlatform } from '@loggia/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decode, type Encoded, loadVectors, type VectorError } from '../../../core/src/vectors.testing.js';
import { nodePlatform } from '../platform.js';
import { type Daemon, streamDaemon, udpDaemon } from '../syslog/daemon.testing.js';
import { until } from '../until.testing.js';
import { SysLogHandler } from './syslog.js';

interface SyslogVector {
  readonly kind: 'encodePriority' | 'mapPriority' | 'send';
  readonly facility: string | number;
  readonly priority: string | number;
  readonly levelName: string;
  readonly handler: {
    readonly facility?: string | number;
    readonly socktype?: 'stream';
    readonly ident?: string;
    readonly append_nul?: boolean;
    readonly fmt?: string;
  };
  readonly record: Encoded;
  readonly expect: { readonly result?: unknown; readonly hex?: string; readonly error?: VectorError };
}

let restore: () => void;
beforeAll(() => {
  restore = replacePlatform(nodePlatform);
});
afterAll(() => restore());

function check(run: () => unknown, { error, result }: SyslogVector['expect']): void {
  if (error === undefined) expect(run()).toBe(result);
  else expect(run).toThrow(expect.objectContaining({ name: error.type, message: error.message }));
}

async function send(vector: SyslogVector, daemon: Daemon): Promise<void> {
  const { facility, socktype, ident, append_nul: appendNul, fmt } = vector.handler;
  const handler = new SysLogHandler({
    address: ['localhost', daemon.port],
    socktype: socktype === 'stream' ? 'tcp' : 'udp',
    ...(facility !== undefined && { facility }),
    ...(ident !== undefined && { ident }),
    ...(appendNul !== undefined && { appendNul }),
  });
  if (fmt !== undefined) handler.setFormatter(new Formatter(fmt));
  const errors: unknown[] = [];
  handler.handleError = (_record, error) => errors.push(error);
  handler.handle(makeLogRecord(decode(vector.record) as Record<string, unknown>));
  await handler.close();
  const { hex, error } = vector.expect;
  if (error !== undefined) {
    expect(errors).toEqual([expect.objectContaining({ name: error.type })]);
    if (!error.loose) expect((errors[0] as Error).message).toBe(error.message);
    expect(daemon.received).toEqual([]);
    return;
  }
  expect(errors).toEqual([]);
  const got = await until(
    () => Buffer.concat(daemon.received).toString('hex'),
    (text) => text.length >= hex!.length,
  );
  expect(got).toBe(hex);
}

describe('SysLogHandler does what CPython does', () => {
  for (const vector of loadVectors<SyslogVector>('syslog')) {
    it(vector.id, async () => {
      if (vector.kind === 'send') {
        const daemon = await (vector.handler.socktype === 'stream' ? streamDaemon() : udpDaemon());
        await send(vector, daemon).finally(() => daemon.stop());
        return;
      }
      const handler = new SysLogHandler();
      const { kind, facility, priority, levelName } = vector;
      check(
        () =>
          kind === 'encodePriority'
            ? handler.encodePriority(facility, priority)
            : handler.mapPriority(levelName),
        vector.expect,
      );
      await handler.close();
    });
  }
});
