import { writeSome } from '../files/write-some.js';
import type { Channel } from './beside.js';

/** How long a process that does not read is waited for, in ms, while this one exits. */
const PATIENCE_MS = 2000;

/**
 * Sends messages while the process exits and its event loop stands still. What `send` cannot hand to the system at
 * once would wait for the event loop, and so be lost; so the bytes are written here, in the form that Node documents for
 * its channels: JSON, a line a message.
 *
 * @returns How many of the messages, the last ones, could not be handed over.
 */
export function sendAtExit(channel: Channel, messages: readonly object[]): number {
  let sent = 0;
  try {
    const fd = lineFile(channel);
    for (const message of messages) {
      if (fd === undefined) channel.send?.(message, undefined, undefined, () => {});
      else writeLine(fd, message);
      // It waits for the event loop, and so would all that comes after it.
      if (fd === undefined && isWriting() === true) break;
      sent++;
    }
  } catch {
    // The other side is gone, or has not read for too long.
  }
  return messages.length - sent;
}

/** Where whole lines may be written; undefined if the channel speaks otherwise, or may be in the middle of a message. */
function lineFile(channel: Channel): number | undefined {
  const { fd } = (channel.channel ?? {}) as { fd?: number };
  const isFree = fd !== undefined && fd >= 0 && channel.connected && isWriting() === false;
  return isFree && speaksJSON(channel) ? fd : undefined;
}

/** Whether some stream of this process has yet to write what it was given; undefined where that is not known. */
function isWriting(): boolean | undefined {
  // Not all hosts that run Node's programs have it.
  return process.getActiveResourcesInfo?.().some((name) => name.endsWith('WriteWrap'));
}

const known = /* @__PURE__ */ new WeakMap<Channel, boolean>();

/** There is no way to ask; but JSON knows no BigInt, and then nothing is sent. Else it is sent, and means nothing. */
function speaksJSON(channel: Channel): boolean {
  let answer = known.get(channel);
  if (answer !== undefined) return answer;
  try {
    channel.send?.({ 'loggia.queue': 0n }, undefined, undefined, () => {});
    answer = false;
  } catch {
    answer = true;
  }
  known.set(channel, answer);
  return answer;
}

function writeLine(fd: number, message: object): void {
  const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
  for (let done = 0; done < bytes.length; ) {
    done += writeSome(fd, bytes, done, bytes.length, PATIENCE_MS);
  }
}
