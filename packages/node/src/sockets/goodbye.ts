/**
 * What our receiver writes before it ends its side of a connection: it will still read all that was sent before
 * the sender ends its own. Python's senders do not read, so to them it makes no difference. It is ASCII's "end of
 * transmission".
 */
export const GOODBYE = 0x04;
