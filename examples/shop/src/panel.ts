import type { HTTPHandler, LogRecord, MemoryHandler } from 'loggia';

const REFRESH_MS = 200;

/** What the panel shows. */
export interface Watched {
  readonly recorder: MemoryHandler;
  readonly shipper: HTTPHandler;
  /** The lines of the records that were shipped. */
  readonly shipped: readonly string[];
}

/** Shows, live, what the page holds and what became of what it shipped. */
export function showPanel(element: HTMLElement, { recorder, shipper, shipped }: Watched): void {
  const refresh = (): void => {
    const { delivered, duplicates, pending, retries, state } = shipper.stats;
    element.replaceChildren(
      row('held in memory', recorder.buffer.length),
      list('nothing is held', recorder.buffer.map(lineOf)),
      row('given up for newer ones', recorder.discarded),
      row('waiting to be delivered', pending),
      // A record whose first answer was lost is known to the server when it comes again.
      row('delivered', delivered + duplicates),
      list('nothing was shipped', shipped),
      row('retries', retries),
      row('delivery', state),
    );
  };
  refresh();
  setInterval(refresh, REFRESH_MS);
}

export function lineOf(record: LogRecord): string {
  return `${record.levelname} ${record.name}: ${record.getMessage()}`;
}

function row(name: string, value: string | number): HTMLElement {
  const line = document.createElement('p');
  const output = document.createElement('output');
  output.textContent = String(value);
  output.dataset['name'] = name;
  line.append(`${name} `, output);
  return line;
}

function list(ifEmpty: string, lines: readonly string[]): HTMLElement {
  const text = document.createElement('pre');
  text.textContent = lines.join('\n') || ifEmpty;
  return text;
}
