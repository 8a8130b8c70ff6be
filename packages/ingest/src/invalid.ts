/** Why a record is rejected, in a word: to be counted. */
export type RejectionCause = 'schema' | 'tooLarge' | 'tooDeep' | 'forbiddenKey';

/** A value that the sender got wrong, in words for the sender. They never repeat what was sent. */
export class Invalid extends Error {
  readonly why: RejectionCause;

  constructor(why: RejectionCause, message: string) {
    super(message);
    this.why = why;
  }
}
