import { DEBUG, ERROR, INFO, inspect, type Logger, WARNING } from '@loggia/core';

const LEVELS = { debug: DEBUG, log: INFO, info: INFO, warn: WARNING, error: ERROR } as const;

/**
 * Logs what is written to the console, after the console has shown it. The values are turned into text at once: what they
 * do meanwhile, `guard` keeps from being logged too. An error that is not new is not logged with its stack again.
 *
 * @returns What puts the console back.
 */
export function captureConsole(
  logger: Logger,
  guard: (work: () => void) => void,
  isNew: (thrown: unknown) => boolean,
): () => void {
  const { console } = globalThis;
  const ends: (() => void)[] = [];
  for (const [name, level] of Object.entries(LEVELS) as [keyof typeof LEVELS, number][]) {
    const before = console[name];
    let isOver = false;
    const captured = (...values: unknown[]): void => {
      before.apply(console, values);
      if (!isOver && logger.isEnabledFor(level)) guard(() => logValues(logger, level, values, isNew));
    };
    console[name] = captured;
    ends.push(() => {
      isOver = true;
      // Whoever came later has to take it away first.
      if (console[name] === captured) console[name] = before;
    });
  }
  return () => {
    for (const end of ends) end();
  };
}

function logValues(
  logger: Logger,
  level: number,
  values: readonly unknown[],
  isNew: (thrown: unknown) => boolean,
): void {
  const texts = values.map((value) => (typeof value === 'string' ? value : inspect(value)));
  const error = values.find(isError);
  const excInfo = error !== undefined && isNew(error) ? error : null;
  // No format: a per cent sign of the application's means what the console made of it.
  logger.log(level, '%s', texts.join(' '), { excInfo });
}

function isError(value: unknown): boolean {
  try {
    return value instanceof Error;
  } catch {
    return false; // a revoked proxy
  }
}
