const LIMIT_MS = 20_000;

/** Waits for what another process or the network brings. Fails with what there was in the end. */
export async function until<T>(read: () => T, isEnough: (value: T) => boolean = Boolean): Promise<T> {
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    const value = read();
    if (isEnough(value)) return value;
    if (Date.now() > deadline)
      throw new Error(`not in ${LIMIT_MS / 1000} s: ${read} gave ${JSON.stringify(value)?.slice(0, 2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
