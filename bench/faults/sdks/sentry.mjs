const init = (more) => `
  import * as Sentry from '@sentry/browser';
  Sentry.init({ dsn: location.origin.replace('//', '//key@') + '/1', enableLogs: true${more} });
  globalThis.logText = (text) => Sentry.logger.info(text);`;

/** The items of an envelope: a header of its own for each, then what it says. */
function itemsOf(body) {
  const lines = body.split('\n').slice(1);
  const items = [];
  for (let i = 0; i + 1 < lines.length; i += 2) {
    items.push({ type: JSON.parse(lines[i]).type, content: JSON.parse(lines[i + 1]) });
  }
  return items;
}

export const sentry = {
  name: 'sentry',
  title: 'Sentry',
  packages: ['@sentry/browser'],
  usage: '`Sentry.init({ dsn, enableLogs: true })`, `Sentry.logger.info(text)`',
  page: init(''),
  texts: ({ body }) =>
    itemsOf(body)
      .filter(({ type }) => type === 'log')
      .flatMap(({ content }) => content.items.map((item) => item.body)),
  /** Its client reports. */
  declared: ({ body }) =>
    itemsOf(body)
      .filter(({ type }) => type === 'client_report')
      .flatMap(({ content }) => content.discarded_events)
      .filter(({ category }) => category === 'log_item')
      .reduce((sum, { quantity }) => sum + quantity, 0),
};

export const sentryOffline = {
  ...sentry,
  name: 'sentry-offline',
  title: 'Sentry, offline transport',
  usage: 'the same with `transport: Sentry.makeBrowserOfflineTransport(Sentry.makeFetchTransport)`',
  page: init(', transport: Sentry.makeBrowserOfflineTransport(Sentry.makeFetchTransport)'),
};
