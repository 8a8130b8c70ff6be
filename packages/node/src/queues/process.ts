import type { ChildProcess } from 'node:child_process';
import type { Worker } from 'node:cluster';
import { ConfigError, type LogRecord } from '@loggia/core';
import { type Channel, canListen, keepAlive, listenBeside } from './beside.js';
import { IPCSender, type RecordsMessage, TAG, type TakenMessage } from './ipc-sender.js';
import { queueLimits, type RemoteQueueOptions } from './limits.js';
import { RemoteQueue } from './remote-queue.js';

/**
 * A queue between a process and its child, by the channel that `fork` and `cluster` make: what a `QueueHandler` puts
 * in on one side, a `QueueListener` gets on the other. The child makes one of `process`, the parent one of the
 * `ChildProcess` or of the worker of `cluster`. Records cross in their wire form, so errors, fields and
 * whatever is in them arrive.
 *
 * Records wait in this process while the other one does not read; those that find the queue full are dropped and counted,
 * and once half of it is free again, a record from the logger `loggia.queue` says how many. If the other side is
 * gone, that is reported once, and what it did not get counts as dropped: so flush the handler before you disconnect.
 *
 * What waits is handed over when the process ends, `process.exit` and signals included, within two seconds in which
 * the other side reads nothing. It is lost with SIGKILL, and counted as lost where a message was on its way at the
 * exit, because the other side was behind by more than the system holds between processes (about 200 KiB on Linux), or where
 * the channel is not JSON (`serialization: 'advanced'`, Windows).
 *
 * Other messages on the channel stay your program's. Its listeners see ours too: objects with the key
 * `loggia.queue`. A child that reads lives until the listener stops or the parent disconnects; one that
 * writes is not kept alive.
 *
 * @example
 * ```ts
 * import { fork } from 'node:child_process';
 * import { fileURLToPath } from 'node:url';
 * import { getLogger, ProcessQueue, QueueHandler, QueueListener, StreamHandler } from 'loggia/node';
 * if (process.send === undefined) {
 *   const child = fork(fileURLToPath(import.meta.url));
 *   const listener = new QueueListener(new ProcessQueue(child), new StreamHandler());
 *   listener.start();
 *   child.on('exit', () => listener.stop());
 * } else {
 *   getLogger().addHandler(new QueueHandler(new ProcessQueue(process)));
 *   getLogger('shop').error('out of stock', new Error('no tea'), { item: 't-1' });
 *   process.exit();
 * }
 * ```
 */
export class ProcessQueue extends RemoteQueue {
  readonly #channel: Channel;
  readonly #sender: IPCSender;
  #isListening = false;

  /** @throws ConfigError if the process has no channel, or an option is not what it should be. */
  constructor(other: NodeJS.Process | ChildProcess | Worker, options: RemoteQueueOptions = {}) {
    const limits = queueLimits(options);
    const channel = 'process' in other ? other.process : other;
    if (typeof channel.send !== 'function') {
      const cure = "start it with fork(), with 'ipc' in its stdio, or with cluster.fork()";
      throw new ConfigError('other', `the process has no channel to its parent or child: ${cure}`);
    }
    super({ capacity: limits.capacity });
    this.#channel = channel;
    this.#sender = new IPCSender(channel, limits);
  }

  /**
   * Settles when the other process has taken all that was put in, or is gone. If it does not read for five seconds, or
   * this process comes to its end, it is enough that the system has taken it.
   */
  flush(): Promise<void> {
    return this.#sender.flush();
  }

  protected override send(record: LogRecord): void {
    if (canListen(this.#channel)) this.#listen();
    this.#sender.put(record);
  }

  protected override hold(): void {
    this.#listen();
    keepAlive(this.#channel, true);
  }

  protected override release(): void {
    keepAlive(this.#channel, false);
  }

  /** A child can have ended before all that it said has been read. */
  protected override endReading(): void {
    const child = this.#channel as ChildProcess;
    const hasEnded = (child.exitCode ?? child.signalCode ?? null) !== null;
    if (this.#channel !== process && hasEnded && child.connected) {
      child.once('disconnect', () => this.finish());
    } else this.finish();
  }

  #listen(): void {
    if (this.#isListening) return;
    this.#isListening = true;
    listenBeside(this.#channel, {
      take: (message) => this.#take(message),
      gone: () => this.#sender.gone(),
    });
  }

  /** Whether the message was ours. */
  #take(message: unknown): boolean {
    if (typeof message !== 'object' || message === null || !Object.hasOwn(message, TAG)) return false;
    const { [TAG]: content, from } = message as RecordsMessage | TakenMessage;
    if (typeof content === 'number') this.#sender.taken({ [TAG]: content, from });
    else if (Array.isArray(content)) this.#takeAll(content, from);
    return true;
  }

  #takeAll(texts: readonly unknown[], from: string): void {
    for (const text of texts) this.receive(String(text));
    // That the other side is gone by now is no matter.
    const answer: TakenMessage = { [TAG]: texts.length, from };
    if (this.#channel.connected) this.#channel.send?.(answer, undefined, undefined, () => {});
  }
}
