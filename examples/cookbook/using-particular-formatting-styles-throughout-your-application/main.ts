import * as logging from 'loggia/node';

/** A record whose message may be written in any of the three styles; where there is a `%`, it is Python's default. */
class AnyStyleRecord extends logging.LogRecord {
  override getMessage(): string {
    const { msg, extra } = this;
    const args = Array.isArray(this.args) ? this.args : [this.args];
    if (typeof msg !== 'string' || /%[^%]/.test(msg)) return super.getMessage();
    if (/\{[^{}]*\}/.test(msg)) return String(new logging.BraceMessage(msg, ...args, extra));
    if (/\$\w|\$\{/.test(msg)) return String(new logging.DollarMessage(msg, extra));
    return super.getMessage();
  }
}

logging.setLogRecordFactory(AnyStyleRecord);
logging.basicConfig({ level: 'INFO', format: '{levelname}: {message}', style: '{', stream: process.stdout });

const log = logging.getLogger('shop');
log.info('%d of %s in the cart', 2, 'tea'); // libraries go on as they are
log.info('{} of {} in the cart', 2, 'tea');
log.info('{user.name} pays {total:.2f}', { user: { name: 'ann' }, total: 9.5 });
log.info('$user pays $total', { user: 'ann', total: 9.5 });

// The other way, one message at a time, changes nothing for anybody else.
const __ = (format: string, ...args: unknown[]) => new logging.BraceMessage(format, ...args);
log.info(__('Message with {0} {1}', 2, 'placeholders'));
