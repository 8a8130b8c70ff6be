import { ERROR, getLogger, getPlatform } from '@loggia/core';

/** What refuses configurations while the program runs says so here. */
const LOGGER = 'loggia.config';

/**
 * Says why a configuration was not applied, in the log as it is. A configuration that disables all loggers but its own
 * must not silence that, so that it goes to stderr then.
 */
export function complain(message: string): void {
  const log = getLogger(LOGGER);
  if (log.isEnabledFor(ERROR)) log.error(message);
  else getPlatform().stderr.write(`${LOGGER}: ${message}\n`);
}
