import { debug, exception } from 'loggia';
import { configure } from './configure.ts';

const [, , name = ''] = process.argv;
configure(name);
debug('working');
if (name === 'b') {
  exception('no luck', new Error('out of tea'));
  process.exit(1);
}
