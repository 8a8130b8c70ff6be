import { getLogger, NullHandler } from 'loggia';

const log = getLogger('greetings');
// The one handler that a library may add. Without it, a program that configures nothing would see warnings on stderr.
log.addHandler(new NullHandler());

export function greet(name: string): void {
  log.debug('greeting %s', name);
  if (name.length < 4) log.warning('%s is a short name', name);
}
