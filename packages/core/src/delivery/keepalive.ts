import { shared, state } from '../state.js';

/** Browsers allow 65,536 bytes at once for all requests of a page that outlive it; some are left to others. */
const MAX_BYTES = 60_000;

function budget(): { used: number } {
  return shared('keepalive', () => ({ used: 0 }));
}

/** The bytes that a further request which outlives its page may have. */
export function keepaliveRoom(): number {
  return state.platform.exitIsFinal ? 0 : MAX_BYTES - budget().used;
}

/** Takes the bytes from the budget if there are as many; whoever got them gives them back when answered. */
export function reserveKeepalive(bytes: number): boolean {
  if (bytes > keepaliveRoom()) return false;
  budget().used += bytes;
  return true;
}

export function returnKeepalive(bytes: number): void {
  budget().used -= bytes;
}
