import * as logging from 'loggia/browser';

logging.basicConfig({ level: 'WARNING' });

// Without this, nobody can. With it, anybody who can send a link.
logging.allowLevelOverrides({ query: true, storage: true });

logging.getLogger('shop.db').debug('connected');
logging.getLogger('shop.cart').debug('opened');
logging.getLogger('shop.cart').warning('empty');
