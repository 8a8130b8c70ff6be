import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { ProcessQueue } from './process.js';

/** One end of a channel that speaks JSON, as between processes. */
export class FakeChannel extends EventEmitter {
  connected = true;
  other!: FakeChannel;

  send(message: unknown, _handle: unknown, _options: unknown, done: (error: Error | null) => void): boolean {
    const text = JSON.stringify(message);
    if (!this.connected) process.nextTick(done, new Error('channel closed'));
    else {
      setImmediate(() => this.other.emit('message', JSON.parse(text)));
      process.nextTick(done, null);
    }
    return true;
  }

  disconnect(): void {
    for (const end of [this, this.other]) {
      end.connected = false;
      end.emit('disconnect');
    }
  }
}

export function fakeChannels(): { child: FakeChannel; parent: FakeChannel } {
  const child = new FakeChannel();
  const parent = new FakeChannel();
  child.other = parent;
  parent.other = child;
  return { child, parent };
}

export const queueOf = (end: FakeChannel, options = {}): ProcessQueue =>
  new ProcessQueue(end as unknown as ChildProcess, options);
