import * as logging from 'loggia/node';

/** One line for each record, whatever it carries. */
class OneLineExceptionFormatter extends logging.Formatter {
  override formatException(excInfo: unknown): string {
    return JSON.stringify(super.formatException(excInfo));
  }

  override format(record: logging.LogRecord): string {
    const text = super.format(record);
    return record.excText ? `${text.replaceAll('\n', '')}|` : text;
  }
}

const handler = new logging.FileHandler('output.txt', { mode: 'w' });
handler.setFormatter(new OneLineExceptionFormatter('%(asctime)s|%(levelname)s|%(message)s|'));
logging.root.setLevel('DEBUG');
logging.root.addHandler(handler);

logging.info('Sample message');
try {
  BigInt(1) / BigInt(0);
} catch (error) {
  logging.exception('Division failed: %s', error);
}
