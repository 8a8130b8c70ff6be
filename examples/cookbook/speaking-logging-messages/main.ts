import { spawnSync } from 'node:child_process';
import * as logging from 'loggia/node';

/** Speaks messages one after the other; the program waits meanwhile. */
class TTSHandler extends logging.Handler {
  override emit(record: logging.LogRecord): void {
    const text = this.format(record);
    // Slowly, in a female English voice.
    const { error, stderr } = spawnSync('espeak-ng', ['-s150', '-ven+f3', '--', text], { encoding: 'utf8' });
    if (error) console.log('not spoken, for want of espeak-ng: %s', text);
    else if (stderr.includes('error')) console.log('not spoken, for want of a sound card: %s', text);
    else console.log('spoken: %s', text);
  }
}

logging.root.addHandler(new TTSHandler());
logging.root.setLevel('DEBUG');
logging.info('Hello');
logging.debug('Goodbye');
