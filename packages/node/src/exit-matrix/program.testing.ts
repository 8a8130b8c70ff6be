import { ROWS } from './rows.testing.js';

const makers = ROWS.map(({ make }) => `(at: string) => ${make}`);

/**
 * Logs to the handler of a row, if it is given one, and ends as it is told: all in one turn of the event loop.
 * Its arguments: the row's number, how to end, what the receiver says, how many records, whether to connect first.
 * With a path in place of how to end it goes on, until a signal comes.
 */
export const PROGRAM = `
import { appendFileSync, openSync, writeSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { isMainThread, Worker } from 'node:worker_threads';
import {
  ConsoleHandler, flushHandlers, getLogger, Handler, HTTPHandler, INFO, installPlatform, LogQueue, type LogRecord,
  MemoryHandler, QueueHandler, QueueListener, shutdown, StreamHandler,
} from '@loggia/core';
import {
  DatagramHandler, FileHandler, fileSpool, nodePlatform, NTEventLogHandler, RotatingFileHandler, runLogWorker,
  SMTPHandler, SocketHandler, SysLogHandler, TimedRotatingFileHandler, WatchedFileHandler, WorkerHandler,
} from '@loggia/node';

installPlatform(nodePlatform);

class OwnHandler extends Handler {
  #held: string[] = [];
  constructor(readonly path: string) {
    super();
  }
  override emit(record: LogRecord): void {
    this.#held.push(this.format(record) + '\\n');
  }
  override flush(): void {
    appendFileSync(this.path, this.#held.splice(0).join(''));
  }
  override close(): void {
    this.flush();
    super.close();
  }
}

function onWindows(command: string): Handler {
  return new (class extends NTEventLogHandler {
    protected override get host() {
      return { system: 'win32', command };
    }
  })('Shop');
}

function listen(target: Handler): Handler {
  const queue = new LogQueue();
  new QueueListener(queue, target).start();
  return new QueueHandler(queue);
}

const makers = [
${makers.join(',\n')}
];
const log = getLogger('matrix');
log.setLevel(INFO);
if (isMainThread) await main(...process.argv.slice(2));
else runLogWorker(() => log.addHandler(new FileHandler(process.argv[2]!)));

async function main(row = '', ending = '', at = '', count = '0', connect?: string): Promise<void> {
  if (row !== '') log.addHandler(makers[Number(row)]!(at));
  if (isAbsolute(ending)) return goOn(makers[Number(row)]!, at, Number(count), openSync(ending, 'a'));
  let logged = 0;
  if (connect === 'true') {
    log.info('record %d', logged++);
    await flushHandlers();
  }
  if (ending.endsWith('shutdown() on exit')) process.on('exit', () => void shutdown());
  setImmediate(() => {
    if (row !== '') while (logged < Number(count)) log.info('record %d', logged++);
    if (ending.startsWith('shutdown()')) void shutdown();
    if (ending.startsWith('close()')) for (const handler of [...log.handlers]) void handler.close();
    const [how = ''] = ending.replace(/^.* then /, '').split(', ');
    if (how === 'process.exit(0)') process.exit(0);
    if (how === 'uncaught throw') throw new Error('thrown');
    if (how === 'unhandled rejection') void Promise.reject(new Error('rejected'));
    if (how.startsWith('SIG')) {
      setInterval(() => {}, 1000);
      process.kill(process.pid, how as NodeJS.Signals);
    }
  });
}

/** Logs in bursts, and writes down how many records that makes. Now and then another handler takes the place of the last. */
function goOn(make: (at: string) => Handler, at: string, count: number, progress: number): void {
  let logged = 0;
  let replacements = 20;
  const turn = (): void => {
    for (let left = Math.random() * 10; left > 0 && logged < count; left--) log.info('record %d', logged++);
    writeSync(progress, logged + '\\n');
    if (logged < count && Math.random() < 0.3 && replacements-- > 0) {
      const [old] = log.handlers;
      log.removeHandler(old!);
      void old!.close();
      log.addHandler(make(at));
    }
    if (Math.random() < 0.5) setImmediate(turn);
    else setTimeout(turn, Math.random() * 5);
  };
  turn();
}
`;
