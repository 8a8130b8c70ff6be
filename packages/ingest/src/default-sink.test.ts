import { getLogger, Handler, type LogRecord, type Manager } from '@loggia/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createIngest } from './ingest.js';
import { post, sentBatch, sentRecord } from './ingest.testing.js';

class ArrayHandler extends Handler {
  readonly messages: string[] = [];
  override emit(record: LogRecord): void {
    this.messages.push(`${record.name}: ${record.getMessage()}`);
  }
}

let handler: ArrayHandler;
beforeEach(() => {
  handler = new ArrayHandler();
  getLogger().addHandler(handler);
});
afterEach(() => getLogger().removeHandler(handler));

const send = (...records: object[]): Promise<Response> => createIngest()(post(sentBatch([], { records })));
const loggers = (): number => (getLogger().manager as Manager).loggerDict.size;

describe('the default sink', () => {
  it("gives a record to its logger's handlers, whatever the logger's level", async () => {
    getLogger('quiet').setLevel('ERROR');
    await send(sentRecord(0, { name: 'quiet', levelno: 10, levelname: 'DEBUG' }));
    expect(handler.messages).toEqual(['quiet: record 0']);
  });

  it("asks the logger's filters and whether it is disabled", async () => {
    getLogger('filtered').addFilter((record) => record.getMessage() !== 'record 0');
    getLogger('off').disabled = true;
    await send(
      sentRecord(0, { name: 'filtered' }),
      sentRecord(1, { name: 'filtered' }),
      sentRecord(2, { name: 'off' }),
    );
    expect(handler.messages).toEqual(['filtered: record 1']);
  });

  it('does not let strangers fill the memory with loggers, and still delivers', async () => {
    const before = loggers();
    const deep = Array(100).fill('d').join('.');
    const names = Array.from({ length: 1_500 }, (_, at) => `stranger${at}.x`);
    const records = [deep, ...names].map((name, seq) => sentRecord(seq, { name }));
    const ingest = createIngest({ maxRecords: 2_000 });
    await ingest(post(sentBatch([], { records })));
    expect(handler.messages.length).toBe(1_501);
    // A logger and the place of its parent for each name.
    expect(loggers() - before).toBeLessThanOrEqual(2_000);
  });

  it('passes by no handler of an existing ancestor when it makes no logger', async () => {
    const own = new ArrayHandler();
    const parent = getLogger('p');
    parent.addHandler(own);
    const name = `p.${Array(100).fill('d').join('.')}`;
    await send(sentRecord(0, { name }));
    expect(own.messages).toEqual([`${name}: record 0`]);
    expect(handler.messages).toEqual(own.messages);
  });
});
