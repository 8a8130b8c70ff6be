import type { ChildProcess } from 'node:child_process';

/** One end of a channel between processes. */
export type Channel = NodeJS.Process | ChildProcess;

/** Who wants to know what. */
export interface ChannelListener {
  /** Told of each message; answers whether it is one of ours. */
  take(message: unknown): boolean;
  /** The channel is closed. */
  gone(): void;
}

/** In a child, Node counts who listens, and lets the process live as long as it is anybody. */
interface Counter {
  refCounted?(): void;
  unrefCounted?(): void;
}

type EmitMessage = (event: 'message', ...args: unknown[]) => boolean;

/** Who listens to each channel. */
const heard = /* @__PURE__ */ new WeakMap<Channel, ChannelListener[]>();

/** Whether this process can listen to the channel without being kept alive by that. */
export function canListen(channel: Channel): boolean {
  return channel !== process || typeof (channel.channel as Counter | undefined)?.unrefCounted === 'function';
}

/**
 * Listens to a channel, for good, without disturbing the program that uses it as well. Node keeps messages back until
 * somebody listens; if that is only us, those of the program go on waiting until it listens too.
 */
export function listenBeside(channel: Channel, listener: ChannelListener): void {
  const listeners = heard.get(channel) ?? listen(channel);
  listeners.push(listener);
}

/** Lets a child live for as long as its parent may send something, or not any more. */
export function keepAlive(channel: Channel, isWanted: boolean): void {
  if (channel !== process) return;
  const counter = channel.channel as Counter | undefined;
  if (isWanted) counter?.refCounted?.();
  else counter?.unrefCounted?.();
}

function listen(channel: Channel): ChannelListener[] {
  const listeners: ChannelListener[] = [];
  const held: unknown[][] = [];
  heard.set(channel, listeners);
  let isReplaying = false;
  const onMessage = (...args: unknown[]): void => {
    if (isReplaying) return;
    const isOurs = listeners.map((listener) => listener.take(args[0])).includes(true);
    if (!isOurs && channel.listenerCount('message') === 1) held.push(args);
  };
  const replay = (): void => {
    isReplaying = true;
    try {
      for (const args of held.splice(0)) (channel.emit as EmitMessage)('message', ...args);
    } finally {
      isReplaying = false;
    }
  };
  const onNewListener = (event: string | symbol): void => {
    // As Node does it: when the listener is there.
    if (event === 'message' && held.length > 0) process.nextTick(replay);
  };
  const onDisconnect = (): void => {
    for (const listener of listeners) listener.gone();
  };
  channel.on('message', onMessage);
  channel.on('disconnect', onDisconnect);
  (channel as ChildProcess).on('newListener', onNewListener);
  // Two listeners, who do not count.
  keepAlive(channel, false);
  keepAlive(channel, false);
  return listeners;
}
