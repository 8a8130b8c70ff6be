import { ConfigError, type ConfigProblem } from '../errors.js';

/** A mistake in a file. */
export interface FileProblem {
  /** `handler_file.args`, or a section alone; empty for the file as a whole. */
  readonly path: string;
  /** What Python says. */
  readonly sentence: string;
  /** The class of Python's error. */
  readonly pythonName: string;
  /** What Python does not say: what was found, what is allowed, the nearest right name. */
  readonly message?: string | undefined;
  readonly cause?: unknown;
}

/** More than these are not shown in one message; `error.problems` has them all. */
const MAX_SHOWN = 20;

/** An error of Python's as a mistake at a path. */
export function problemOf(path: string, error: unknown, message?: string): FileProblem {
  const { name, message: sentence } = error as Error;
  const pythonName = error instanceof ConfigError ? error.pythonName : name;
  return { path, sentence, pythonName, message, cause: error };
}

/** One error for all mistakes: Python's sentence for the first one, then where each is and what helps. */
export function errorOf(problems: readonly FileProblem[]): ConfigError {
  const [first] = problems as [FileProblem];
  const lines = problems
    .slice(0, MAX_SHOWN)
    // The first sentence stands there already.
    .map((problem, i) => textOf(problem, i === 0 ? problem.message : (problem.message ?? problem.sentence)));
  if (problems.length > MAX_SHOWN) lines.push(`and ${problems.length - MAX_SHOWN} more`);
  const text = lines.join('\n  ');
  return new ConfigError(first.path, text === '' ? first.sentence : `${first.sentence}: ${text}`, {
    cause: first.cause,
    problems: problems.map(
      ({ path, sentence, message }): ConfigProblem => ({ path, message: message ?? sentence }),
    ),
    pythonName: first.pythonName,
  });
}

function textOf({ path }: FileProblem, message: string | undefined): string {
  return [path, message].filter((part) => part !== '' && part !== undefined).join(': ');
}
