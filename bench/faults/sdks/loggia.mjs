export const loggia = {
  name: 'loggia',
  title: 'Loggia',
  packages: ['loggia'],
  usage: "`new HTTPHandler('/logs', { store: indexedDBStore() })`, received by `createIngest()`",
  page: `
    import { getLogger, HTTPHandler, indexedDBStore } from 'loggia/browser';
    const log = getLogger('bench');
    log.setLevel('INFO');
    log.addHandler(new HTTPHandler('/logs', { store: indexedDBStore() }));
    globalThis.logText = (text) => log.info(text);`,
  texts: ({ body }) => JSON.parse(body).records.map(({ message }) => message),
  /** The endpoint as it is shipped. It answers, and `store` gets the text of each record that it had not before. */
  async receiver(store) {
    const { createIngest } = await import('loggia/ingest');
    const stored = new Map();
    const declared = new Map();
    const of = (books, session) => books.get(session) ?? books.set(session, new Set()).get(session);
    const ingest = createIngest({
      onRecord(record, { session, seq }) {
        of(stored, session).add(seq);
        store(record.getMessage());
      },
    });
    return {
      async take({ url, headers, body }) {
        const { session, dropped } = JSON.parse(body);
        for (const { from, to } of dropped) {
          for (let seq = from; seq <= to; seq++) of(declared, session).add(seq);
        }
        const answer = await ingest(new Request(url, { method: 'POST', headers, body }));
        return { status: answer.status, body: await answer.text() };
      },
      /** Declared and never stored. */
      declared: () =>
        [...declared].reduce(
          (sum, [session, seqs]) => sum + [...seqs].filter((seq) => !stored.get(session)?.has(seq)).length,
          0,
        ),
    };
  },
};
