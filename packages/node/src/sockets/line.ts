/** The way to a receiver that never answers. */
export interface Line {
  /** Whether {@link send} need not connect first. */
  readonly isOpen: boolean;
  /** Why messages can never be sent, if there are such, in the words that follow "5 records". */
  readonly refusal?: string;
  /**
   * Sends messages; at once, if it is open. Rejects when they are in doubt, and else settles when they count as
   * delivered, with the places of those that can never be sent.
   */
  send(messages: readonly Uint8Array[]): Promise<readonly number[]>;
  /** Gives up the connection, if there is one. What is on its way is in doubt. */
  drop(): void;
  /** Lets go of it, after what was sent. */
  close(): Promise<void>;
}
