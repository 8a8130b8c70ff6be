import { Intake, type ReceiverOptions, type ReceiverStats } from './intake.js';
import { type Listener, Listening } from './listening.js';

/** What both receivers have in common: they listen, and account for what came. */
export abstract class Receiver<L extends Listener> extends Listening<L> {
  protected readonly intake: Intake;

  constructor(options: ReceiverOptions, defaultPort: number) {
    super(options.port ?? defaultPort);
    this.intake = new Intake(options);
  }

  get stats(): ReceiverStats {
    return this.intake.stats;
  }
}
