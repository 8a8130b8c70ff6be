import type { Batch, Outcome, Transport } from '@loggia/core';
import { type Register, registerCases } from './register.js';

/**
 * What a receiver does with what it is sent: takes all, has all already, will never take the first record,
 * finds the batch too large, finds it senseless, does not know the sender, has no time for 3 seconds, is not
 * there, or never answers.
 */
export type ReceiverMood =
  | 'takes'
  | 'has'
  | 'rejects-first'
  | 'too-large'
  | 'senseless'
  | 'stranger'
  | 'busy-3s'
  | 'gone'
  | 'silent';

/** How the suite drives a transport without knowing what it speaks. */
export interface TransportUnderTest {
  readonly transport: Transport;
  /** How the receiver behaves from now on. */
  setMood(mood: ReceiverMood): void;
  /** The bodies that reached the receiver, oldest first. */
  received(): readonly string[];
  /** Lets so much time pass that any attempt is over. */
  outlast(): Promise<void>;
}

/** One promise of a transport. */
export interface TransportCase {
  readonly name: string;
  /** Says what the promise is for, in words that the author of a transport understands. */
  readonly explanation: string;
  /** Returns a complaint, or undefined when the transport behaves. */
  check(subject: TransportUnderTest): Promise<string | undefined>;
}

const BODY = '{"records":[{"seq":7},{"seq":8}]}';
const BATCH: Batch = { session: 's', seqs: [7, 8], body: BODY, bytes: BODY.length };

async function outcomeOf(
  subject: TransportUnderTest,
  mood: ReceiverMood,
  lastChance = false,
): Promise<Outcome> {
  subject.setMood(mood);
  const sent = subject.transport.send(BATCH, { lastChance });
  await subject.outlast();
  return Promise.race([
    sent,
    subject.outlast().then((): Outcome => ({ kind: 'refused', reason: 'no outcome' })),
  ]);
}

/** Expects an outcome that has at least these members. */
function outcomeCase(
  name: string,
  explanation: string,
  mood: ReceiverMood,
  want: Readonly<Record<string, unknown>>,
): TransportCase {
  return {
    name,
    explanation,
    async check(subject) {
      const got = (await outcomeOf(subject, mood)) as unknown as Record<string, unknown>;
      const isSame = Object.entries(want).every(
        ([key, value]) => JSON.stringify(got[key]) === JSON.stringify(value),
      );
      return isSame ? undefined : `got ${JSON.stringify(got)}, want ${JSON.stringify(want)}`;
    },
  };
}

/** Every promise that a transport makes. */
export const transportCases: readonly TransportCase[] = [
  {
    name: 'carries the body unchanged, once',
    explanation: "retrying is the engine's: a transport that repeats breaks its gate",
    async check(subject) {
      await outcomeOf(subject, 'takes');
      const got = JSON.stringify(subject.received());
      return got === JSON.stringify([BODY]) ? undefined : `the receiver got ${got}`;
    },
  },
  outcomeCase('says what was taken', 'only then are records forgotten', 'takes', {
    kind: 'accepted',
    duplicates: 0,
    rejected: [],
  }),
  outcomeCase('tells duplicates from deliveries', 'the account counts them apart', 'has', {
    kind: 'accepted',
    duplicates: 2,
  }),
  outcomeCase('names the rejected records', 'they are counted, and not sent again', 'rejects-first', {
    kind: 'accepted',
    rejected: [7],
  }),
  outcomeCase('asks for smaller batches', 'the engine halves them', 'too-large', { kind: 'split' }),
  outcomeCase(
    'says that the batch will never be taken',
    'sending it again would block all others',
    'senseless',
    {
      kind: 'refused',
    },
  ),
  outcomeCase(
    'tells missing rights from a refusal',
    'the records are kept until the rights are there',
    'stranger',
    {
      kind: 'unauthorized',
    },
  ),
  outcomeCase('passes on how long to wait', 'a receiver that is overloaded must be left alone', 'busy-3s', {
    kind: 'retry',
    afterMs: 3000,
  }),
  outcomeCase('does not reject when nobody is there', 'nobody would catch it', 'gone', {
    kind: 'retry',
    unreachable: true,
  }),
  outcomeCase('gives an attempt up in time', 'one answer that never comes must not stop delivery', 'silent', {
    kind: 'retry',
  }),
  {
    name: 'has sent when it returns, on the last chance',
    explanation: 'the program may end before any promise settles',
    async check(subject) {
      subject.setMood('takes');
      const sent = subject.transport.send(BATCH, { lastChance: true });
      const count = subject.received().length;
      await subject.outlast();
      await sent;
      return count === 1 ? undefined : `the receiver had ${count} requests, want 1`;
    },
  },
];

/** Registers one test per promise. `create` makes a transport with a receiver of its own. */
export function describeTransport(
  test: Register,
  title: string,
  create: () => TransportUnderTest | Promise<TransportUnderTest>,
): void {
  registerCases(test, title, transportCases, async ({ check }) => check(await create()));
}
