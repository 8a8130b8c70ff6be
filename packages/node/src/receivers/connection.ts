import type { Socket } from 'node:net';
import { getPlatform, MAX_TIMER_MS } from '@loggia/core';
import { GOODBYE } from '../sockets/goodbye.js';
import { FrameReader } from './frame-reader.js';
import type { Intake } from './intake.js';
import { type RefusalReason, RefusedError } from './refusal.js';

/** How long a sender may take to send what is on its way when the receiver stops, in milliseconds. */
const STOP_MS = 1000;
/**
 * How long to read before the goodbye, at most. A sender that is gone answers it with a reset, and what it had sent and
 * we had not read would be lost.
 */
const CATCH_UP_MS = 500;
/** A frame beyond this is not skipped: no logger wrote it. */
const MAX_SKIPPED_BYTES = 64 * 2 ** 20;

/** The limits of one connection. */
export interface ConnectionLimits {
  readonly maxFrameBytes: number;
  readonly frameTimeout: number;
  readonly idleTimeout: number;
  readonly afterRefusal: 'continue' | 'close';
}

/** One sender. What it does wrong is its own misfortune. */
export class Connection {
  readonly #socket: Socket;
  readonly #intake: Intake;
  readonly #limits: ConnectionLimits;
  readonly #reader: FrameReader;
  /** Runs while a frame is incomplete. */
  #cancelTimer: (() => void) | undefined;

  constructor(socket: Socket, intake: Intake, limits: ConnectionLimits) {
    this.#socket = socket;
    this.#intake = intake;
    this.#limits = limits;
    this.#reader = new FrameReader(limits.maxFrameBytes, {
      onFrame: (payload) => {
        this.#stopTimer();
        if (!intake.take(payload) && limits.afterRefusal === 'close') this.destroy();
      },
      onTooLong: (length) => {
        const text = `a frame of ${length} bytes is longer than the ${limits.maxFrameBytes} that are allowed`;
        intake.refuse(new RefusedError('tooLong', text));
        if (limits.afterRefusal === 'close' || length > MAX_SKIPPED_BYTES) this.destroy();
      },
    });
    socket.setKeepAlive(true, limits.frameTimeout);
    socket.setTimeout(Math.min(limits.idleTimeout, MAX_TIMER_MS), () =>
      this.#fail('idle', 'a connection was idle for too long'),
    );
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('end', () => this.#end());
    // Whatever goes wrong, the connection closes, and there is nobody to tell.
    socket.on('error', () => {});
    socket.on('close', () => this.#stopTimer());
  }

  /** Ends our side, and reads what is on its way until the sender ends its own. */
  stop(): void {
    const deadline = Date.now() + CATCH_UP_MS;
    let bytesRead = -1;
    const endWhenQuiet = (): void => {
      const socket = this.#socket;
      if (socket.readableEnded || socket.destroyed) return;
      if (socket.bytesRead === bytesRead || Date.now() > deadline) this.#sayGoodbye();
      else {
        bytesRead = socket.bytesRead;
        // The second turn comes after the loop has looked at the socket.
        setImmediate(() => setImmediate(endWhenQuiet));
      }
    };
    endWhenQuiet();
  }

  destroy(): void {
    this.#reader.stop();
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#reader.push(chunk);
    if (!this.#reader.isWithin) this.#stopTimer();
    else if (!this.#socket.destroyed) {
      this.#cancelTimer ??= getPlatform().timer(this.#limits.frameTimeout, () =>
        this.#fail('cutShort', 'a frame did not come whole in time'),
      );
    }
  }

  #end(): void {
    if (this.#reader.isWithin) {
      this.#intake.refuse(new RefusedError('cutShort', 'a connection ended in the middle of a frame'));
    }
    this.#socket.end();
  }

  #sayGoodbye(): void {
    this.#socket.end(Uint8Array.of(GOODBYE));
    const timer = setTimeout(() => this.destroy(), STOP_MS);
    this.#socket.once('close', () => clearTimeout(timer));
  }

  #fail(reason: RefusalReason, message: string): void {
    this.#intake.refuse(new RefusedError(reason, message));
    this.destroy();
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }
}
