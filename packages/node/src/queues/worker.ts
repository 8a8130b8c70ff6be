import { type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { countDropped, DropTally, getPlatform, type LogRecord, reportError } from '@loggia/core';
import { isExiting } from '../exit-hooks.js';
import { queueLimits, type RemoteQueueOptions } from './limits.js';
import { type Inlet, noteTaken, Outlet } from './outlet.js';
import { RemoteQueue } from './remote-queue.js';

/** Marks the one message that appears on a port of the application: it carries a port of our own. */
const TAG = 'loggia.queue';
/** How often it is tried to say what was dropped, in ms. */
const SAY_EVERY_MS = 100;

/**
 * A queue between two threads: what a `QueueHandler` puts in on one side, a `QueueListener` gets on the other. Each
 * side makes one from its end, a `Worker`, `parentPort` or any `MessagePort`. Records cross in their wire form,
 * so errors, fields and whatever is in them arrive.
 *
 * A record is with the other thread when the logging call returns: what the own thread does then, `process.exit`
 * included, loses nothing. If the other side does not keep up, records that find the queue full are dropped and counted,
 * and once half of it is free again, a record from the logger `loggia.queue` says how many. If the other side is
 * gone, that is reported once, and what it had not taken counts as dropped.
 *
 * On a port that your program uses as well, one message appears that is not yours, an object with the key
 * `loggia.queue`: the rest goes through a port of the queue's own. The side that reads must listen before it comes:
 * start the listener where you start the worker. Reading from `parentPort` starts that port, so let your own
 * listeners be there first; and it keeps the worker alive until the listener stops, or the other side's
 * {@link WorkerQueue.close}.
 *
 * @example
 * ```ts
 * import { isMainThread, parentPort, Worker } from 'node:worker_threads';
 * import { getLogger, QueueHandler, QueueListener, StreamHandler, WorkerQueue } from 'loggia/node';
 * if (isMainThread) {
 *   const worker = new Worker(new URL(import.meta.url));
 *   const listener = new QueueListener(new WorkerQueue(worker), new StreamHandler());
 *   listener.start();
 *   worker.on('exit', () => listener.stop());
 * } else if (parentPort) {
 *   getLogger().addHandler(new QueueHandler(new WorkerQueue(parentPort)));
 *   getLogger('shop').error('out of stock', new Error('no tea'), { item: 't-1' });
 * }
 * ```
 */
export class WorkerQueue extends RemoteQueue {
  readonly #outer: MessagePort | Worker;
  readonly #limits;
  readonly #dropped = new DropTally();
  readonly #inlets = new Set<Inlet>();
  #outlet: Outlet | undefined;
  #isListening = false;
  #hasReported = false;
  #cancelSaying: (() => void) | undefined;

  /** @throws ConfigError if an option is not what it should be. */
  constructor(port: MessagePort | Worker, options: RemoteQueueOptions = {}) {
    const limits = queueLimits(options);
    super({ capacity: limits.capacity });
    this.#limits = limits;
    this.#outer = port;
  }

  override takeNow(): LogRecord | undefined {
    // Else those in the ports come in their turn, and let others have theirs.
    if (isExiting()) this.#drain();
    return super.takeNow();
  }

  /** Says to the other side that this was all: its iteration ends when it has everything. */
  close(): void {
    if (this.#outlet === undefined || this.#outlet.isClosed) return;
    this.#sayDropped(this.#outlet, true);
    this.#outlet.port.postMessage(null);
    this.#outlet.close();
  }

  protected override send(record: LogRecord): void {
    const text = JSON.stringify(record);
    this.#outlet ??= this.#connect();
    const outlet = this.#outlet;
    if (outlet.isClosed || (this.#outer instanceof Worker && this.#outer.threadId < 0)) {
      countDropped(1);
      this.#reportGone(1);
      return;
    }
    if (!this.#dropped.isEmpty) this.#sayDropped(outlet);
    if (outlet.hasRoomFor(text)) outlet.post(text);
    else this.#drop(outlet, record);
  }

  #connect(): Outlet {
    const outlet: Outlet = new Outlet(this.#limits, () => {
      countDropped(outlet.pending);
      if (outlet.pending > 0) this.#reportGone(outlet.pending);
    });
    this.#outer.postMessage({ [TAG]: outlet.inlet }, [outlet.inlet.port]);
    return outlet;
  }

  #reportGone(records: number): void {
    if (this.#hasReported) return;
    this.#hasReported = true;
    const text = `the other end of a queue between threads is gone: ${records} records and those to come are dropped`;
    reportError(null, new Error(text));
  }

  #drop(outlet: Outlet, record: LogRecord): void {
    this.#dropped.add(record);
    if (this.#cancelSaying !== undefined) return;
    const platform = getPlatform();
    const again = (): void => {
      cancelTimer = platform.timer(SAY_EVERY_MS, again);
      this.#sayDropped(outlet);
    };
    let cancelTimer = platform.timer(SAY_EVERY_MS, again);
    const cancelExit = platform.onExit((phase) => {
      if (phase === 'exit') this.#sayDropped(outlet, true);
    });
    this.#cancelSaying = () => {
      cancelTimer();
      cancelExit();
    };
  }

  #sayDropped(outlet: Outlet, atOnce = false): void {
    if (this.#dropped.isEmpty || outlet.isClosed || !(atOnce || outlet.hasRoomFor('', 0.5))) return;
    this.#cancelSaying?.();
    this.#cancelSaying = undefined;
    outlet.post(JSON.stringify(this.#dropped.take()));
  }

  protected override hold(): void {
    if (!this.#isListening) this.#outer.on('message', (message: unknown) => this.#welcome(message));
    // A port that is listened to keeps its thread alive; a worker does that for as long as it runs.
    else if (!(this.#outer instanceof Worker)) this.#outer.ref();
    this.#isListening = true;
    for (const { port } of this.#inlets) port.ref();
  }

  protected override release(): void {
    const outer = this.#outer;
    if (!(outer instanceof Worker) && outer.listenerCount('message') === 1) outer.unref();
    for (const { port } of this.#inlets) port.unref();
  }

  #welcome(message: unknown): void {
    const inlet = (message as { [TAG]?: Inlet } | null)?.[TAG];
    if (inlet === undefined) return;
    this.#inlets.add(inlet);
    inlet.port.on('message', (text: unknown) => this.#take(inlet, text));
    inlet.port.on('close', () => this.#inlets.delete(inlet));
    if (!this.isReading) inlet.port.unref();
  }

  #take(inlet: Inlet, text: unknown): void {
    if (typeof text === 'string') {
      noteTaken(inlet, text);
      this.receive(text);
    } else if (this.#inlets.delete(inlet) && this.#inlets.size === 0 && this.isReading) this.finish();
  }

  /** What waits in the ports was put before the end. */
  protected override endReading(): void {
    this.#drain();
    this.finish();
  }

  #drain(): void {
    for (const inlet of this.#inlets) {
      for (;;) {
        const received = receiveMessageOnPort(inlet.port);
        if (typeof received?.message !== 'string') break;
        this.#take(inlet, received.message);
      }
    }
  }
}
