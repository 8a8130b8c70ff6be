/** A runner's `test`: vitest's, node:test's, or any other that fails when the body throws or rejects. */
export type Register = (name: string, body: () => Promise<void>) => unknown;

/** Registers a test for each promise, which fails with what `complaintOf` answers, unless that is undefined. */
export function registerCases<C extends { readonly name: string; readonly explanation: string }>(
  test: Register,
  title: string,
  cases: readonly C[],
  complaintOf: (one: C) => string | undefined | Promise<string | undefined>,
): void {
  for (const one of cases) {
    test(`${title}: ${one.name}`, async () => {
      const complaint = await complaintOf(one);
      if (complaint !== undefined) throw new Error(`${complaint} (${one.explanation})`);
    });
  }
}
