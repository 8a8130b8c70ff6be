import { getLogger } from 'loggia';

const logger = getLogger('app.commands');

export function start(names: readonly string[]): void {
  for (const name of names) {
    logger.debug('About to start %s', name);
    logger.info('Started the %s service.', name);
  }
}

export function stop(names: readonly string[]): void {
  for (const name of names) {
    logger.debug('About to stop %s', name);
    logger.info('Stopped the %s service.', name);
  }
}

export function restart(names: readonly string[]): void {
  logger.debug('About to restart %d services', names.length);
  stop(names);
  start(names);
}
