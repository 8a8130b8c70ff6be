import type { MessageQueue } from './message-queue.js';

/** Carries finished messages to a syslog daemon. It never throws, and never waits. */
export interface SyslogLink {
  /** What the system has not taken yet. */
  readonly queue: MessageQueue;
  /**
   * Sends what is in the queue, as far as that is possible now.
   *
   * @param atOnce - Do not wait until a broken connection is due to be tried again.
   */
  pump(atOnce?: boolean): void;
  /** Lets go of the socket. The queue stays as it is. */
  close(): Promise<void>;
}

/** Told of the first failure of a row. */
export type OnFailure = (error: unknown) => void;
