export const datadog = {
  name: 'datadog',
  title: 'Datadog',
  packages: ['@datadog/browser-logs'],
  usage: '`datadogLogs.init({ clientToken, proxy })`, `datadogLogs.logger.info(text)`',
  page: `
    import { datadogLogs } from '@datadog/browser-logs';
    datadogLogs.init({ clientToken: 'pub0', proxy: location.origin + '/datadog' });
    globalThis.logText = (text) => datadogLogs.logger.info(text);`,
  /** A record a line. */
  texts: ({ body }) => body.split('\n').map((line) => JSON.parse(line).message),
  answer: { status: 202, body: '{}' },
};
