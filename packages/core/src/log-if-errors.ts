import { contextCarrier } from './context-carrier.js';
import { Handler } from './handler.js';
import { MemoryHandler } from './handlers/memory.js';
import { StreamHandler } from './handlers/stream.js';
import { ERROR, type Level } from './levels.js';
import type { Logger } from './logger.js';
import type { AsyncContext } from './platform.js';
import type { LogRecord } from './record.js';
import { state } from './state.js';

/** Options of {@link logIfErrors}. */
export interface LogIfErrorsOptions {
  /** Who gets the records of a call that went wrong. Default: a `StreamHandler` on the platform's stderr. */
  targetHandler?: Handler;
  /** A record at or above this level sends what was kept so far. Default `ERROR`. */
  flushLevel?: Level;
  /** How many records are kept for one call; older ones give way. Default 100. */
  capacity?: number;
}

/** Wraps a function; as a decorator, a method. The result has the same type. */
export type FunctionWrapper = <F extends (...args: never[]) => unknown>(fn: F, context?: unknown) => F;

/**
 * Keeps the records of a function's calls back, and writes them only if something goes wrong: a record at or
 * above `flushLevel` is logged, or the function throws or rejects. Then an error, `call failed`, is logged too.
 * The records of calls that go well are thrown away. It holds for what is logged to `logger` and below, if
 * their levels let it through; the other handlers get the records as always.
 *
 * The wrapper passes `this`, the result and what is thrown on. If the function returns a promise, the call ends when
 * that is settled. Calls that overlap are kept apart where the platform has an asynchronous context (Node, Deno,
 * Bun). Elsewhere each pending call keeps all that is logged meanwhile, other calls' records among it. A call
 * within a call, wrapped by the same result of `logIfErrors`, is a part of the outer one.
 *
 * @returns What wraps a function, or decorates a method.
 * @throws ValueError or TypeError if `flushLevel` is not a level.
 * @example
 * ```ts
 * import { getLogger, logIfErrors } from 'loggia';
 * const log = getLogger('shop');
 * log.setLevel('DEBUG');
 * const pay = logIfErrors(log)(async (amount: number) => {
 *   log.debug('paying %d', amount); // written only if the next line throws
 *   if (amount > 100) throw new RangeError('too much');
 * });
 * ```
 */
export function logIfErrors(logger: Logger, options: LogIfErrorsOptions = {}): FunctionWrapper {
  const calls = new OpenCalls(logger, options);
  return (fn) => {
    function wrapper(this: unknown, ...args: never[]): unknown {
      return calls.run(() => fn.apply(this, args));
    }
    for (const key of ['name', 'length'] as const) {
      Object.defineProperty(wrapper, key, { value: fn[key], configurable: true });
    }
    return wrapper as typeof fn;
  };
}

/** The buffer of a call, and those of the calls around it. */
interface CallChain {
  readonly buffer: MemoryHandler;
  readonly outer: CallChain | undefined;
}

/** Stands at the logger while calls are open, and gives each record to the buffer of its call. */
class OpenCalls extends Handler {
  readonly #logger: Logger;
  readonly #target: Handler;
  readonly #flushLevel: number;
  readonly #capacity: number;
  readonly #open = new Set<MemoryHandler>();

  constructor(logger: Logger, options: LogIfErrorsOptions) {
    super();
    this.#logger = logger;
    this.#target = options.targetHandler ?? new StreamHandler();
    this.#flushLevel = state.levels.check(options.flushLevel ?? ERROR);
    this.#capacity = options.capacity ?? 100;
  }

  run(body: () => unknown): unknown {
    const carrier = callCarrier();
    const outer = carrier.get() as CallChain | undefined;
    const joined = this.#bufferIn(outer);
    const buffer = joined ?? this.#begin();
    const chain = joined === undefined ? { buffer, outer } : outer;
    const fail = (error: unknown): never => {
      carrier.run(chain, () => this.#logger.error('call failed', { excInfo: error }));
      // The level of the logger, or a flushLevel above ERROR, may have kept that record from doing it.
      buffer.flush();
      end();
      throw error;
    };
    const end = (): void => {
      if (joined === undefined) this.#end(buffer);
    };
    let result: unknown;
    try {
      result = carrier.run(chain, body);
    } catch (error) {
      return fail(error);
    }
    // Other thenables may be lazy, as query builders are: asking them for a result would start them.
    if (result instanceof Promise) {
      return result.then((value) => {
        end();
        return value;
      }, fail);
    }
    end();
    return result;
  }

  override emit(record: LogRecord): void {
    if (state.platform.asyncContext !== undefined) {
      this.#bufferIn(callCarrier().get() as CallChain | undefined)?.handle(record);
    } else for (const buffer of this.#open) buffer.handle(record);
  }

  /** The buffer of the nearest call among these that is one of ours, and still open. */
  #bufferIn(chain: CallChain | undefined): MemoryHandler | undefined {
    let link = chain;
    while (link !== undefined && !this.#open.has(link.buffer)) link = link.outer;
    return link?.buffer;
  }

  #begin(): MemoryHandler {
    const buffer = new MemoryHandler(this.#capacity, {
      flushLevel: this.#flushLevel,
      target: this.#target,
      flushOnClose: false,
      overflow: 'drop-oldest',
    });
    this.#open.add(buffer);
    this.#logger.addHandler(this);
    return buffer;
  }

  #end(buffer: MemoryHandler): void {
    this.#open.delete(buffer);
    if (this.#open.size === 0) this.#logger.removeHandler(this);
    void buffer.close();
  }
}

function callCarrier(): AsyncContext {
  return contextCarrier('calls');
}
