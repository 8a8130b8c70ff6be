import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as logging from 'loggia/node';
import { Pull } from 'zeromq';
import { ZeroMQSocketListener } from './zeromq-logging.ts';

const socket = new Pull();
await socket.bind('tcp://127.0.0.1:*');

const handler = new logging.StreamHandler(process.stdout);
handler.setFormatter(new logging.JSONFormatter({ keys: { time: null } }));
const listener = new ZeroMQSocketListener(socket, handler);
listener.start();

const sender = fork(fileURLToPath(new URL('sender.ts', import.meta.url)), [socket.lastEndpoint!]);
await once(sender, 'exit');
await listener.stop(); // once all that was sent has been written
socket.close();
