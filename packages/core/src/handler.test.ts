import { describe, expect, it } from 'vitest';
import { Handler } from './handler.js';
import { makeLogRecord } from './record-factory.js';

describe('an asynchronous emit that rejects', () => {
  it('goes to handleError with its record, and is no unhandled rejection', async () => {
    const errors: unknown[][] = [];
    class Later extends Handler {
      override async emit(): Promise<void> {
        await null;
        throw new Error('later');
      }

      override handleError(...args: unknown[]): void {
        errors.push(args);
      }
    }
    const record = makeLogRecord({ msg: 'x' });
    new Later().handle(record);
    await new Promise((resolve) => setImmediate(resolve));
    expect(errors).toEqual([[record, new Error('later')]]);
  });
});
