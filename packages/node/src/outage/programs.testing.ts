/** A receiver that writes the text of each record to a file at once. Arguments: the road, a port or 0, the file. */
export const RECEIVER = `
import { existsSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { createServer as createHTTPServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { installPlatform } from '@loggia/core';
import { createIngest, toNodeListener } from '@loggia/ingest';
import { LogRecordSocketReceiver, nodePlatform } from '@loggia/node';

installPlatform(nodePlatform);
const [road = '', port = '', file = ''] = process.argv.slice(2);
const fd = openSync(file, 'a');
const write = (text: string) => void writeSync(fd, text + '\\n');
const onRecord = (record: { getMessage(): string }) => write(record.getMessage());
const say = (taken: number) => console.log(taken);
const stopped = (stop: () => unknown) => process.on('SIGTERM', async () => {
  await stop();
  process.exit(0);
});

if (road.startsWith('socket')) {
  const receiver = new LogRecordSocketReceiver({ port: Number(port), onRecord });
  await receiver.start();
  stopped(() => receiver.stop());
  say(receiver.port);
} else if (road.startsWith('http')) {
  // What it has had, it knows after a restart, too.
  const path = (id: string) => file + '.' + id;
  const store = {
    load: (id: string) => (existsSync(path(id)) ? readFileSync(path(id), 'utf8') : undefined),
    save(id: string, marks: string) {
      writeFileSync(path(id) + '.new', marks);
      renameSync(path(id) + '.new', path(id));
    },
  };
  const server = createHTTPServer(toNodeListener(createIngest({ onRecord, dedupe: { store } })));
  server.listen(Number(port), '127.0.0.1', () => say((server.address() as AddressInfo).port));
  stopped(() => new Promise((resolve) => server.close(resolve).closeIdleConnections()));
} else {
  // As syslog daemons do, it ends its connections when it is stopped, and reads no further.
  const server = createServer((socket) => {
    let rest = '';
    socket.on('error', () => {}).setEncoding('utf8').on('data', (chunk) => {
      const lines = (rest + chunk).split('\\n');
      rest = lines.pop()!;
      for (const line of lines) write(line.replace(/^<\\d+>/, ''));
    });
  });
  server.listen(Number(port), '127.0.0.1', () => say((server.address() as AddressInfo).port));
  stopped(() => {});
}
`;

/**
 * Logs numbers evenly, waits until they are delivered, and says how it went. Arguments: the road, the port, a
 * directory, how many, in how many milliseconds.
 */
export const SENDER = `
import { getLogger, HTTPHandler, INFO, installPlatform, settings } from '@loggia/core';
import { fileSpool, nodePlatform, SocketHandler, SysLogHandler } from '@loggia/node';

installPlatform(nodePlatform);
settings.raiseExceptions = false;
const [road = '', port = '', directory = '', records = '', ms = ''] = process.argv.slice(2);
const url = 'http://127.0.0.1:' + port + '/';
const makers: Record<string, () => SocketHandler | SysLogHandler | HTTPHandler> = {
  'socket json': () => new SocketHandler('127.0.0.1', Number(port)),
  'socket pickle': () => new SocketHandler('127.0.0.1', Number(port), { codec: 'pickle' }),
  'syslog tcp': () =>
    new SysLogHandler({ address: ['127.0.0.1', Number(port)], socktype: 'tcp', framing: 'newline', appendNul: false }),
  'http spool': () => new HTTPHandler(url, { store: fileSpool(directory) }),
  'http memory': () => new HTTPHandler(url),
};
const handler = makers[road]!();
const log = getLogger('outage');
log.setLevel(INFO);
log.addHandler(handler);
const pending = () => ('stats' in handler ? handler.stats.pending : handler.pending);
const dropped = () =>
  'stats' in handler ? Object.values(handler.stats.dropped).reduce((sum, count) => sum + count, 0) : handler.dropped;

const startRSS = process.memoryUsage.rss();
const started = performance.now();
let [logged, peakPending, peakRSS] = [0, 0, startRSS];
while (logged < Number(records) || pending() > 0) {
  const due = Number(records) * Math.min(1, (performance.now() - started) / Number(ms));
  while (logged < due) log.info('%d', logged++);
  await new Promise((resolve) => setTimeout(resolve, 10));
  peakPending = Math.max(peakPending, pending());
  peakRSS = Math.max(peakRSS, process.memoryUsage.rss());
}
await handler.close();
const MiB = (bytes: number) => Math.round(bytes / 2 ** 20);
console.log(JSON.stringify({
  logged, dropped: dropped(), peakPending, startMiB: MiB(startRSS), peakMiB: MiB(peakRSS),
}));
`;
