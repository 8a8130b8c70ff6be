/**
 * Bytes that are no pickle, or one that asks for more than data. The message names what was refused.
 *
 * @example
 * ```ts
 * import { UnpicklingError, unpickle } from 'loggia/node';
 * try {
 *   unpickle(new TextEncoder().encode('cos\nsystem\n.'));
 * } catch (error) {
 *   console.log(error instanceof UnpicklingError && error.message); // refused: the class or function os.system
 * }
 * ```
 */
export class UnpicklingError extends Error {
  override readonly name = 'UnpicklingError';
}
