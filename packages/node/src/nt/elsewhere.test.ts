import { getLogger, getStats, replacePlatform } from '@loggia/core';
import { fakePlatform } from '@loggia/testing';
import { afterEach, expect, it } from 'vitest';
import { dictConfig } from '../config.js';
import { EventLogElsewhere } from './elsewhere.js';

let restore = (): void => {};
afterEach(() => {
  dictConfig({ version: 1, root: { handlers: [] } });
  restore();
});

it.skipIf(process.platform === 'win32')(
  'a configuration for Windows is applied elsewhere: it says so once, and counts what is dropped',
  () => {
    const platform = fakePlatform();
    restore = replacePlatform(platform);
    dictConfig({
      version: 1,
      handlers: { events: { class: 'logging.handlers.NTEventLogHandler', appname: 'Shop' } },
      root: { handlers: ['events'], level: 'INFO' },
    });
    expect(getLogger().handlers[0]).toBeInstanceOf(EventLogElsewhere);
    const before = getStats().dropped;
    getLogger().info('one');
    getLogger().info('two');
    expect(getStats().dropped - before).toBe(2);
    expect(platform.stderrText.match(/^NTEventLogHandler 'Shop': .*Use SysLogHandler/gm)).toHaveLength(1);
  },
);
