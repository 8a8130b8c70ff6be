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
const listener = new QueueListener(new ProcessQueue(process), new ToLoggers());
listener.start();

// What it was sent before is handled first.
process.on('message', async (message) => {
  if (message !== 'stop') return;
  await listener.stop();
  process.disconnect();
});
