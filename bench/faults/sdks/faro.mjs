export const faro = {
  name: 'faro',
  title: 'Faro',
  packages: ['@grafana/faro-web-sdk'],
  usage: '`initializeFaro({ url, app })`, `faro.api.pushLog([text])`',
  page: `
    import { initializeFaro } from '@grafana/faro-web-sdk';
    const faro = initializeFaro({ url: location.origin + '/collect', app: { name: 'bench', version: '1.0.0' } });
    globalThis.logText = (text) => faro.api.pushLog([text]);`,
  texts: ({ body }) => (JSON.parse(body).logs ?? []).map(({ message }) => message),
  answer: { status: 202, body: 'ok' },
};
