import * as logging from 'loggia/node';
import { greet } from './library.ts';

console.log('Not configured: a library is silent.');
greet('ann');

console.log('Configured by the application:');
logging.basicConfig({ level: 'DEBUG', stream: process.stdout });
greet('bob');

console.log('And turned down again, by its name:');
logging.getLogger('greetings').setLevel('ERROR');
greet('eve');
