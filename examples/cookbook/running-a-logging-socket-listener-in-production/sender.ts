import * as logging from 'loggia/node';

logging.root.addHandler(new logging.SocketHandler('logs.sock', null));
logging.root.setLevel('DEBUG');
logging.getLogger('myapp.area1').info('Quick zephyrs blow');
logging.getLogger('myapp.area2').error('The five boxing wizards jump');
await logging.shutdown(); // waits until the listener has everything
