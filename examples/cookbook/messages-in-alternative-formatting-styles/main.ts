import * as logging from 'loggia';
import { BraceMessage, DollarMessage } from 'loggia';

logging.basicConfig({ level: 'DEBUG', format: '%(message)s' });
const logger = logging.getLogger('styles');

const point = { x: 0.5, y: 0.5 };
logger.info(new BraceMessage('Message with {0} {name}', 2, { name: 'placeholders' }));
logger.info(new BraceMessage('Message with coordinates: ({point.x:.2f}, {point.y:.2f})', { point }));
logger.info(new DollarMessage('Message with $num $what', { num: 2, what: 'placeholders' }));

/** Writes every message of a logger as `str.format` does. */
class StyleAdapter extends logging.LoggerAdapter {
  override log(level: number, msg: unknown, ...args: unknown[]): void {
    if (this.isEnabledFor(level)) super.log(level, new BraceMessage(String(msg), ...args));
  }
}
new StyleAdapter(logger).debug('Hello, {}', 'world!');

// Only called if the record is written.
logger.debug(() => `Message with ${JSON.stringify(point)}`);
