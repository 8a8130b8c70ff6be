import { fork } from 'node:child_process';
import * as logging from 'loggia/node';

logging.basicConfig({
  stream: process.stdout,
  format: '%(name)-11s %(levelname)-8s %(message)s',
});

const receiver = new logging.LogRecordSocketReceiver({ port: 0 }); // 9020 if none is given
await receiver.start();

const sender = fork(new URL('./sender.ts', import.meta.url), [String(receiver.port)]);
sender.on('exit', async () => {
  await receiver.stop();
  console.log(`${receiver.stats.received} records received`);
});
