import type { ErrorData } from './error-data.js';
import { jsonText, quoted } from './json-text.js';
import { toJSONValue } from './json-value.js';

/** How many stacks are remembered: an error comes with its causes, and one place fails again and again. */
const KEPT = 4;
/** Characters of the whole text, more or less, as for any value of a record. */
const MAX_SIZE = 65_536;

/** Writes errors as JSON, and remembers the stacks written last: escaping their line ends is most of the work. */
export class ErrorJSON {
  readonly #stacks: string[] = [];
  readonly #texts: string[] = [];
  #next = 0;

  text(data: ErrorData): string {
    const text = isLong(data) ? undefined : this.#write(data);
    // What is too long is cut, visibly, as any other value.
    return text === undefined || text.length > MAX_SIZE ? jsonText(toJSONValue(data)) : text;
  }

  #write({ type, message, stack, cause, errors }: ErrorData): string {
    let text = `{"type":${quoted(type)},"message":${quoted(message)},"stack":${this.#stack(stack)}`;
    if (cause !== undefined) text += `,"cause":${this.#write(cause)}`;
    if (errors !== undefined) text += `,"errors":[${errors.map((one) => this.#write(one)).join(',')}]`;
    return `${text}}`;
  }

  #stack(stack: string): string {
    const index = this.#stacks.indexOf(stack);
    if (index >= 0) return this.#texts[index] as string;
    const text = quoted(stack);
    this.#stacks[this.#next] = stack;
    this.#texts[this.#next] = text;
    this.#next = (this.#next + 1) % KEPT;
    return text;
  }
}

function isLong({ message, stack, cause, errors = [] }: ErrorData): boolean {
  if (message.length + stack.length > MAX_SIZE) return true;
  return (cause !== undefined && isLong(cause)) || errors.some(isLong);
}
