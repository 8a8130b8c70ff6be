/** The bodies of the log records in OTLP's JSON. */
export const otlpTexts = (body) =>
  (JSON.parse(body).resourceLogs ?? [])
    .flatMap(({ scopeLogs }) => scopeLogs)
    .flatMap(({ logRecords }) => logRecords)
    .map((record) => record.body.stringValue);

export const opentelemetry = {
  name: 'opentelemetry',
  title: 'OpenTelemetry',
  packages: ['@opentelemetry/sdk-logs', '@opentelemetry/exporter-logs-otlp-http'],
  usage: '`new BatchLogRecordProcessor({ exporter: new OTLPLogExporter({ url }) })`, `logger.emit({ body })`',
  page: `
    import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
    import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
    const exporter = new OTLPLogExporter({ url: location.origin + '/v1/logs' });
    const provider = new LoggerProvider({ processors: [new BatchLogRecordProcessor({ exporter })] });
    const logger = provider.getLogger('bench');
    globalThis.logText = (body) => logger.emit({ severityNumber: 9, severityText: 'INFO', body });`,
  texts: ({ body }) => otlpTexts(body),
};
