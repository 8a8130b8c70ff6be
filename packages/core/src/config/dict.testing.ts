import { fakePlatform } from '@loggia/testing';
import { afterEach, beforeEach, expect } from 'vitest';
import { ConfigError, type ConfigOptions } from '../config.js';
import { Handler, type LogRecord, replacePlatform } from '../index.js';
import { dictConfig } from './core-config.js';

/** The platform of a test, and a root logger without handlers. */
export const test: { fake: ReturnType<typeof fakePlatform> } = { fake: fakePlatform() };

/** Gives each test of a file a platform and an empty configuration of its own. */
export function useConfig(): void {
  let restore: () => void;
  beforeEach(() => {
    test.fake = fakePlatform();
    restore = replacePlatform(test.fake);
    dictConfig({ version: 1, root: { level: 'WARNING', handlers: [] } });
  });
  afterEach(() => restore());
}

/** What a configuration is told. */
export function messageOf(config: unknown, options: ConfigOptions = {}): string {
  try {
    dictConfig(config as never, options);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  return 'no mistake';
}

/** A configuration of one handler, `h`. */
export function oneHandler(handler: object): object {
  return { version: 1, handlers: { h: handler } };
}

/** A handler of an application. */
export class ListHandler extends Handler {
  readonly options: unknown;
  readonly texts: string[] = [];
  isClosed = false;
  constructor(options?: unknown) {
    super();
    this.options = options;
  }
  override emit(record: LogRecord): void {
    this.texts.push(this.format(record));
  }
  override close(): void {
    this.isClosed = true;
    super.close();
  }
}
