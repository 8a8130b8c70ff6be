import { replacePlatform } from '@loggia/core';
import { fakePlatform } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SysLogHandler } from './syslog.js';

let restore: () => void;
let handler: SysLogHandler;
beforeEach(() => {
  restore = replacePlatform(fakePlatform());
});
afterEach(async () => {
  await handler?.close();
  restore();
});

describe('SysLogHandler has syslog’s numbers', () => {
  it('on the class and on the handler', () => {
    handler = new SysLogHandler();
    expect([SysLogHandler.LOG_EMERG, SysLogHandler.LOG_DEBUG, SysLogHandler.LOG_USER]).toEqual([0, 7, 1]);
    expect([handler.LOG_LOCAL7, handler.LOG_SOLCRON, handler.LOG_WARNING]).toEqual([23, 15, 4]);
  });

  it('and takes its defaults from Python', () => {
    handler = new SysLogHandler();
    const { address, facility, socktype, ident, appendNul } = handler;
    expect({ address, facility, socktype, ident, appendNul }).toEqual({
      address: ['localhost', 514],
      facility: 1,
      socktype: 'udp',
      ident: '',
      appendNul: true,
    });
  });

  it('and refuses options that cannot work', () => {
    const bad: [string, unknown][] = [
      ['socktype', { socktype: 'sctp' }],
      ['protocol', { protocol: 'rfc1' }],
      ['framing', { framing: 'dots' }],
      ['address', { address: ['localhost'] }],
      ['address', { address: '/dev/log', socktype: 'udp' }],
      ['address', { address: ['localhost', 514], socktype: 'unix' }],
      ['structuredDataID', { structuredDataID: 'mine' }],
    ];
    for (const [path, options] of bad) {
      expect(() => new SysLogHandler(options as never)).toThrow(
        expect.objectContaining({ name: 'ConfigError', path }),
      );
    }
  });
});
