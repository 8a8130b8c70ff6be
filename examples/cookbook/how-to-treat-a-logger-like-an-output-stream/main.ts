import { spawnSync } from 'node:child_process';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import * as logging from 'loggia/node';

/** A stream for those who want one: each line that is written becomes a record. */
class LoggerStream extends Writable {
  readonly #logger: logging.Logger;
  readonly #level: number;
  #rest = '';

  constructor(logger: logging.Logger, level: logging.Level) {
    super({ decodeStrings: false, defaultEncoding: 'utf8' });
    this.#logger = logger;
    this.#level = logging.checkLevel(level);
  }

  override _write(text: string | Buffer, _encoding: BufferEncoding, done: () => void): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#logger.log(this.#level, '%s', line);
    done();
  }

  override _final(done: () => void): void {
    if (this.#rest !== '') this.#logger.log(this.#level, '%s', this.#rest);
    done();
  }
}

logging.basicConfig({ level: 'DEBUG', stream: process.stdout });
const stream = new LoggerStream(logging.getLogger('child'), 'INFO');

const { stdout } = spawnSync(process.execPath, ['-p', '"first line\\nsecond line"'], { encoding: 'utf8' });
stream.write(stdout);
new console.Console(stream).log('100%% of %d items', 3);
stream.end('and what has no end');
await finished(stream);
