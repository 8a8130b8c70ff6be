import * as logging from 'loggia';

/** JSON in ASCII, with sets as arrays. */
function encoder(fields: object): string {
  const json = JSON.stringify(fields, (_key, value) => (value instanceof Set ? [...value] : value));
  return json.replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const _ = (message: string, fields: object) => new logging.StructuredMessage(message, fields, { encoder });

logging.basicConfig({ level: 'INFO', format: '%(message)s', stream: process.stdout });
logging.info(_('message 1', { set_value: new Set([1, 2, 3]), snowman: '\u2603' }));
