import { afterAll, beforeAll } from 'vitest';
import { bundleProgram, type Program } from './spawn.testing.js';

const TIMEOUT_MS = 60_000;

/** Bundles a program before the tests of a file or a `describe`, and removes it after them. */
export function useProgram(source: string): Program {
  const program = {} as { -readonly [K in keyof Program]: Program[K] };
  beforeAll(async () => {
    Object.assign(program, await bundleProgram(source));
  }, TIMEOUT_MS);
  afterAll(() => program.dispose?.());
  return program;
}
