import type { ErrorData } from './error-data.js';
import { jsonText, quoted } from './json-text.js';
import { toJSONValue } from './json-value.js';
import { LastFew } from './last-few.js';

/** Characters of the whole text, more or less, as for any value of a record. */
const MAX_SIZE = 65_536;

/**
 * Writes errors as JSON, and remembers the stacks written last: an error comes with its causes, one place fails again and
 * again, and escaping the line ends is most of the work.
 */
export class ErrorJSON {
  readonly #stacks: LastFew<readonly [stack: string, text: string]> = new LastFew();

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
    const known = this.#stacks.all.find(([one]) => one === stack);
    if (known !== undefined) return known[1];
    const text = quoted(stack);
    this.#stacks.keep([stack, text]);
    return text;
  }
}

function isLong({ message, stack, cause, errors = [] }: ErrorData): boolean {
  if (message.length + stack.length > MAX_SIZE) return true;
  return (cause !== undefined && isLong(cause)) || errors.some(isLong);
}
