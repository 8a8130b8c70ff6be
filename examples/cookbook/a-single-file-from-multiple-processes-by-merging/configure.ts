import { basicConfig, FileHandler, Formatter } from 'loggia/node';

/** A file for this process, in which every line is a record and begins with its time. */
export function configure(name: string): void {
  const formatter = new Formatter(`%(asctime)s ${name} %(levelname)s %(message)s`, { sanitize: 'lines' });
  formatter.converter = 'utc';
  const handler = new FileHandler(`app-${name}.log`, { mode: 'w' });
  handler.setFormatter(formatter);
  basicConfig({ level: 'DEBUG', handlers: [handler] });
}
