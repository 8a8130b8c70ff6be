// The work that every peer does, the same for all.

/** Ten fields, as a request has them. */
export const FIELDS = {
  requestId: 'req-8f14e45f-ceea-467f',
  userId: 12345,
  tenant: 'acme',
  method: 'GET',
  path: '/api/v1/items/42',
  status: 200,
  durationMs: 12.5,
  cached: false,
  region: 'eu-west-1',
  attempt: 1,
};

/** An error with a cause. */
export const makeError = () => new Error('payment failed', { cause: new TypeError('card refused') });

/** Where lines go that nobody reads. Their length is looked at, so that no engine can leave the work out. */
export const sink = {
  bytes: 0,
  write(text) {
    sink.bytes += text.length;
    return true;
  },
};

/** What is rotated: files of 1 MiB, and five of the ones before. */
export const ROTATION = { maxBytes: 1_048_576, backupCount: 5 };

/** What everybody calls in the same way; `deep` is a logger far down the tree where there is one, else a child. */
export const sameCalls = ({ log, child, deep = child }) => ({
  disabled: () => log.debug('constant message'),
  deep: () => deep.debug('constant message'),
  adapter: () => child.debug('constant message'),
  json: (i) => log.info('user %s logged in', i),
  bound: () => child.info('request done'),
});
