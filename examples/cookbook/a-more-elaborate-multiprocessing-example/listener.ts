import { dictConfig } from 'loggia/config';
import { getLogger, Handler, type LogRecord, ProcessQueue, QueueListener } from 'loggia/node';
import { listenerConfig } from './configurations.ts';

/** Gives each record to the logger of its name here, and so to the handlers configured for it. */
class ToLoggers extends Handler {
  override emit(record: LogRecord): void {
    record.processName = `listener (for ${record.process})`;
    getLogger(record.name).handle(record);
  }
}

dictConfig(listenerConfig);
// It ends when the main process disconnects and everything has been written.
new QueueListener(new ProcessQueue(process), new ToLoggers()).start();
