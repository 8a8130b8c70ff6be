import { type FormatStyle, Formatter, getLogger, StreamHandler } from 'loggia';

const FORMATS: Record<FormatStyle, string> = {
  '%': '%(asctime)s %(name)s %(levelname)8s %(message)s',
  '{': '{asctime} {name} {levelname:8s} {message}',
  $: '$asctime $name ${levelname} $message',
};

const logger = getLogger('foo.bar');
logger.setLevel('DEBUG');
const handler = new StreamHandler(process.stdout);
logger.addHandler(handler);

for (const style of ['%', '{', '$'] as const) {
  handler.setFormatter(new Formatter(FORMATS[style], { style }));
  logger.debug('This is a DEBUG message');
  logger.error('This is an%s %s %s', ' other,', 'ERROR,', 'message');
}

// The whole language: alignment, fill, width, conversion, number bases.
handler.setFormatter(
  new Formatter('[{levelname:^10}] {message!r:.<24} {user:>5} {levelno:#06x}', {
    style: '{',
    defaults: { user: '-' },
  }),
);
logger.info('done', { user: 'ann' });
