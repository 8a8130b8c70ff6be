import { readFileSync } from 'node:fs';
import { dictConfig } from 'loggia/config';
import { LogRecordSocketReceiver, shutdown } from 'loggia/node';

dictConfig(JSON.parse(readFileSync('listener.json', 'utf8')));

// Each record goes to the logger of its name, whose handlers the configuration has set up.
const receiver = new LogRecordSocketReceiver({ path: 'logs.sock', maxConnections: 50 });
await receiver.start();
console.log('listening');

// What supervisors send to end a service: everything that has arrived is written.
process.once('SIGTERM', async () => {
  await receiver.stop();
  await shutdown();
  console.log('ended, with %d records', receiver.stats.received);
});
