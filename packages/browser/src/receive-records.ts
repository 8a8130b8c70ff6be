import { type LogRecord, loggerSink, parseRecord, reportError } from '@loggia/core';
import { recordIn } from './record-message.js';

/**
 * Takes the records that a {@link PortQueue} sends from another thread, until the result is disposed of.
 *
 * Call it where you make the worker, before the first record can come. In a shared worker, call it with the port of
 * each connection; in a service worker, with `self`, while the script runs for the first time.
 *
 * @param port - A worker, a port, or the scope of a worker.
 * @param take - What becomes of each record. Default: it goes to the logger of its name here, whose filters and
 * handlers are asked, and whose level is not, as Python's receivers do it.
 * @example
 * ```ts page
 * import { getLogger, LogQueue, QueueListener, receiveRecords } from 'loggia/browser';
 * const { port1 } = new MessageChannel();
 * const queue = new LogQueue();
 * receiveRecords(port1, (record) => queue.put(record)); // for handlers of their own
 * new QueueListener(queue, ...getLogger().handlers).start();
 * ```
 */
export function receiveRecords(
  port: EventTarget & { start?(): void },
  take: (record: LogRecord) => void = loggerSink(),
): Disposable {
  const listener = (event: Event): void => {
    const { data, ports } = event as MessageEvent;
    const text = recordIn(data);
    if (text === undefined) return;
    try {
      take(parseRecord(text));
    } catch (error) {
      reportError(null, error);
    }
    ports[0]?.postMessage(null);
  };
  port.addEventListener('message', listener);
  port.start?.();
  return { [Symbol.dispose]: () => port.removeEventListener('message', listener) };
}
