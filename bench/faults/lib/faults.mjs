// What a server can do to a request instead of taking it. A fault gets `{ size, hasRecords }` and says what becomes of
// the request: an answer without it being stored, 'reset', 'hang', or 'lose reply'; undefined lets it through.

/** Whatever comes gets this status. */
export const status =
  (code, headers = {}) =>
  () => ({ status: code, headers, body: 'no' });

export const reset = () => 'reset';

/** Requests with more bytes than that are refused. */
export const above =
  (bytes) =>
  ({ size }) =>
    size > bytes ? { status: 413, headers: {}, body: 'too large' } : undefined;

/** The first requests that hold records; what else an SDK asks for is answered. */
export function first(count, fate) {
  let left = count;
  return ({ hasRecords }) => (hasRecords && left-- > 0 ? fate : undefined);
}
