/** Marks our messages among those of the application. */
export const RECORD = 'loggia.record';

/** One record's wire form as JSON; if a port comes with it, a reply is asked for there. */
export interface RecordMessage {
  readonly [RECORD]: string;
}

/** The JSON in a message of ours; undefined for any other. */
export function recordIn(message: unknown): string | undefined {
  const text = (message as RecordMessage | null | undefined)?.[RECORD];
  return typeof text === 'string' ? text : undefined;
}
