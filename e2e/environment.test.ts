import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'loggia-environment-'));
const config = join(directory, 'logging.json');
const log = join(directory, 'app.log');
afterAll(() => rmSync(directory, { recursive: true }));

writeFileSync(
  config,
  JSON.stringify({
    version: 1,
    formatters: { brief: { format: '%(levelname)s %(name)s: %(message)s' } },
    handlers: { file: { class: 'logging.FileHandler', filename: log, mode: 'w', formatter: 'brief' } },
    root: { level: 'INFO', handlers: ['file'] },
  }),
);

const BODY = `
  logging.basicConfig({ level: 'ERROR', format: 'basic %(message)s' });
  logging.getLogger('shop.db.pool').debug('query');
  logging.getLogger('shop').info('open');
  logging.getLogger('shop').debug('never');`;
const ESM = `import * as logging from 'loggia';${BODY}`;

async function start(env: Record<string, string>, program = ESM, type = 'module'): Promise<string> {
  const args = [`--input-type=${type}`, '-e', program];
  const { stderr } = await run(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env } });
  return stderr;
}

describe('a program in Node that knows nothing of it', () => {
  it('lets LOGGIA_LEVELS choose levels, over what it configures itself', async () => {
    expect(await start({})).toBe('');
    expect(await start({ LOGGIA_LEVELS: 'shop.db=DEBUG' })).toBe('basic query\n');
    expect(await start({ LOGGIA_LEVELS: 'shop.db:DEBUG@15m,root=INFO' })).toBe('basic query\nbasic open\n');
  });

  it('is configured by the file that LOGGIA_CONFIG names, in place of its basicConfig', async () => {
    for (const [program, type] of [
      [ESM, 'module'],
      [`const logging = require('loggia');${BODY}`, 'commonjs'],
      [`import { dictConfig } from 'loggia/config';${ESM}`, 'module'],
    ] as const) {
      expect(await start({ LOGGIA_CONFIG: config, LOGGIA_LEVELS: 'shop.db=DEBUG' }, program, type)).toBe('');
      expect(readFileSync(log, 'utf8')).toBe('DEBUG shop.db.pool: query\nINFO shop: open\n');
      rmSync(log);
    }
  });

  it('takes an INI file, too', async () => {
    const ini = join(directory, 'logging.conf');
    const sections =
      '[loggers]\nkeys=root\n[handlers]\nkeys=h\n[formatters]\nkeys=\n[logger_root]\nlevel=INFO\nhandlers=h\n';
    writeFileSync(ini, `${sections}[handler_h]\nclass=StreamHandler\nargs=(sys.stderr,)\n`);
    expect(await start({ LOGGIA_CONFIG: ini })).toBe('open\n');
  });

  it('goes on where they are wrong, and says what is', async () => {
    const env = { LOGGIA_LEVELS: 'shop.db=DEBUG,shop=LOUD', LOGGIA_CONFIG: join(directory, 'none.json') };
    expect((await start(env)).split('\n')).toEqual([
      expect.stringMatching(/^LOGGIA_LEVELS: Unable to override the level of "shop": unknown level "LOUD"/),
      `LOGGIA_CONFIG: ${env.LOGGIA_CONFIG} doesn't exist`,
      'basic query',
      '',
    ]);
    writeFileSync(join(directory, 'bad.json'), '{"version": 1, "root": {"level": "LOUD"}}');
    const stderr = await start({ LOGGIA_CONFIG: join(directory, 'bad.json') });
    expect(stderr).toMatch(
      /^LOGGIA_CONFIG: Unable to configure root logger: root\.level: unknown level 'LOUD'.*\n$/,
    );
  });

  it('loads nothing of it where nothing is set', async () => {
    const program = `import { createRequire } from 'node:module'; import 'loggia';
      const { cache } = createRequire(import.meta.url);
      console.error(Object.keys(cache).filter((file) => /[\\\\/]config\\.js$/.test(file)).length);`;
    expect(await start({}, program)).toBe('0\n');
    expect(Number(await start({ LOGGIA_CONFIG: config }, program))).toBeGreaterThan(0);
  });
});
