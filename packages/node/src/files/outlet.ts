/** Where a `FileWriter` sends its bytes. */
export interface Outlet {
  /** The file descriptor; undefined while the file is not open. */
  readonly fd: number | undefined;
  /** The bytes in the file, as far as is known here: others may append too. */
  readonly size: number;
  /** Called only while it is closed. @throws ConfigError that names the path and the cure. */
  open(mode: 'a' | 'w'): void;
  /**
   * Writes some of the bytes, and at least one of them.
   *
   * @param ends - Where texts end, in ascending order; some may lie before `from`.
   * @param patienceMs - How long a reader that is full may be waited for.
   * @returns How many bytes it took.
   * @throws The system's error; then it took none.
   */
  write(bytes: Buffer, from: number, to: number, ends: readonly number[], patienceMs: number): number;
  /** Called only while it is open. */
  close(): void;
}
