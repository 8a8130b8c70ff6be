import { getLogger, loggingContext, StreamHandler } from 'loggia/node';

const logger = getLogger('foo');
logger.addHandler(new StreamHandler());
logger.setLevel('INFO');
logger.info('1. This should appear just once on stderr.');
logger.debug('2. This should not appear.');
{
  using _ = loggingContext(logger, { level: 'DEBUG' });
  logger.debug('3. This should appear once on stderr.');
}
logger.debug('4. This should not appear.');
{
  using _ = loggingContext(logger, {
    level: 'DEBUG',
    handler: new StreamHandler(process.stdout),
    close: true,
  });
  logger.debug('5. This should appear twice - once on stderr and once on stdout.');
}
logger.info('6. This should appear just once on stderr.');
logger.debug('7. This should not appear.');
