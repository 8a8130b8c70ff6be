import { Handler } from '@loggia/core';
import { optionKit, withOptions } from '@loggia/core/config';
import { describe, expect, it } from 'vitest';
import { nodeClassTable } from './class-table.js';
import * as node from './index.js';

const { flag, integer, name } = optionKit;

class PagerHandler extends Handler {
  constructor(
    readonly number: string,
    readonly options: { retries?: number | undefined; quiet?: boolean | undefined } = {},
  ) {
    super();
  }
}

describe('a table of classes', () => {
  it('is checked by the compiler against the constructors', () => {
    const kind = 'handler';
    const options = { retries: integer(), quiet: flag };
    withOptions(PagerHandler, { kind, args: [['number', name]], options });
    // @ts-expect-error: an option is missing
    withOptions(PagerHandler, { kind, args: [['number', name]], options: { retries: integer() } });
    // @ts-expect-error: an option is of the wrong type
    withOptions(PagerHandler, { kind, args: [['number', name]], options: { retries: name, quiet: flag } });
    // @ts-expect-error: an argument is of the wrong type
    withOptions(PagerHandler, { kind, args: [['number', flag]], options });
    const one = { retries: integer(), quiet: flag, more: flag };
    // @ts-expect-error: there is no such option
    withOptions(PagerHandler, { kind, args: [['number', name]], options: one });
    // @ts-expect-error: an argument is missing
    withOptions(PagerHandler, { kind, args: [], options: { retries: integer(), quiet: flag } });
    expect(nodeClassTable.classes['StreamHandler']?.required).toEqual([]);
  });

  it('has every handler that this package exports, but those that are only there to be derived from', () => {
    const handlers = Object.keys(node).filter((one) => one.endsWith('Handler'));
    const abstract = ['BaseRotatingHandler', 'RemoteHandler'];
    expect(handlers.filter((one) => !(one in nodeClassTable.classes)).sort()).toEqual(abstract);
  });
});
