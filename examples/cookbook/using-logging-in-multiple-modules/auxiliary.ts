import { getLogger } from 'loggia';

const moduleLogger = getLogger('spam_application.auxiliary');

export class Auxiliary {
  readonly #logger = getLogger('spam_application.auxiliary.Auxiliary');

  constructor() {
    this.#logger.info('creating an instance of Auxiliary');
  }

  doSomething(): void {
    this.#logger.info('doing something');
    this.#logger.info('done doing something');
  }
}

export function someFunction(): void {
  moduleLogger.info('received a call to someFunction');
}
