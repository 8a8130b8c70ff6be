import { ConfigError } from '@loggia/core';

/** Options of queues between threads and processes. */
export interface RemoteQueueOptions {
  /** How many records may be on their way. Default 10,000. */
  readonly capacity?: number | undefined;
  /** How much memory their texts may take, two bytes a character. Default 16 MiB. */
  readonly maxBytes?: number | undefined;
}

/** The same, all set, in what is counted. */
export interface QueueLimits {
  readonly capacity: number;
  readonly maxCharacters: number;
}

/** What an engine takes for a character of a text that is not all Latin. */
const BYTES_A_CHARACTER = 2;

/** @throws ConfigError */
export function queueLimits(options: RemoteQueueOptions): QueueLimits {
  const { capacity = 10_000, maxBytes = 16 * 2 ** 20 } = options;
  for (const [key, value] of Object.entries({ capacity, maxBytes })) {
    // The counters that threads share have 32 bits.
    if (!(value >= 1 && value < 2 ** 31)) {
      throw new ConfigError(key, `${key} is a number from 1 to 2 ** 31 - 1, not ${value}`);
    }
  }
  return { capacity, maxCharacters: maxBytes / BYTES_A_CHARACTER };
}
