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

interface Shared {
  readonly listeners: Set<ChannelListener>;
  held: unknown[][];
  end(): void;
}

const shared = /* @__PURE__ */ new WeakMap<Channel, Shared>();

/** Whether this process can listen to the channel without being kept alive by that. */
export function canListen(channel: Channel): boolean {
  return channel !== process || typeof (channel.channel as Counter | undefined)?.unrefCounted === 'function';
}

/**
 * Listens to a channel without disturbing the program that uses it as well. Node keeps messages back until
 * somebody listens; if that is only us, those of the program go on waiting until it listens too.
 *
 * @returns What ends it.
 */
export function listenBeside(channel: Channel, listener: ChannelListener): () => void {
  const known = shared.get(channel) ?? listen(channel);
  shared.set(channel, known);
  known.listeners.add(listener);
  return () => {
    known.listeners.delete(listener);
    if (known.listeners.size > 0 || shared.get(channel) !== known) return;
    shared.delete(channel);
    known.end();
  };
}

/** Lets a child live for as long as its parent may send something, or not any more. */
export function keepAlive(channel: Channel, isWanted: boolean): void {
  if (channel !== process) return;
  const counter = channel.channel as Counter | undefined;
  if (isWanted) counter?.refCounted?.();
  else counter?.unrefCounted?.();
}

function listen(channel: Channel): Shared {
  const known: Shared = { listeners: new Set(), held: [], end };
  let isReplaying = false;
  const onMessage = (...args: unknown[]): void => {
    if (isReplaying) return;
    const isOurs = [...known.listeners].map((listener) => listener.take(args[0])).includes(true);
    if (!isOurs && channel.listenerCount('message') === 1) known.held.push(args);
  };
  const replay = (): void => {
    isReplaying = true;
    try {
      for (const args of known.held.splice(0)) (channel.emit as EmitMessage)('message', ...args);
    } finally {
      isReplaying = false;
    }
  };
  const onNewListener = (event: string | symbol): void => {
    // As Node does it: when the listener is there.
    if (event === 'message' && known.held.length > 0) process.nextTick(replay);
  };
  const onDisconnect = (): void => {
    for (const listener of known.listeners) listener.gone();
  };
  channel.on('message', onMessage);
  channel.on('disconnect', onDisconnect);
  (channel as ChildProcess).on('newListener', onNewListener);
  // Two listeners, who do not count.
  keepAlive(channel, false);
  keepAlive(channel, false);
  function end(): void {
    keepAlive(channel, true);
    keepAlive(channel, true);
    channel.off('message', onMessage);
    channel.off('disconnect', onDisconnect);
    (channel as ChildProcess).off('newListener', onNewListener);
  }
  return known;
}
