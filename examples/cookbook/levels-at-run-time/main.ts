import * as logging from 'loggia/node';

logging.basicConfig({ level: 'WARNING', stream: process.stdout });
const log = logging.getLogger('shop.db.pool');

log.debug('1. seen only if LOGGIA_LEVELS says so');

// For a look at a running program, such as from an admin page; it ends by itself.
const override = logging.overrideLevels('shop.db=DEBUG@15m');
log.debug('2. seen');
log.debug('3. seen, whatever the configuration does: %s', logging.getLogger('shop.db').level);

override[Symbol.dispose](); // or earlier
log.debug('4. seen only if LOGGIA_LEVELS says so');
