import type { HTTPHandler, MemoryHandler } from 'loggia';

const REFRESH_MS = 200;

/** Shows, live, what the page holds and what became of what it shipped. */
export function showPanel(element: HTMLElement, recorder: MemoryHandler, shipper: HTTPHandler): void {
  const refresh = (): void => {
    const { delivered, duplicates, pending, retries, state } = shipper.stats;
    const rows: [name: string, value: string | number][] = [
      ['held in memory', recorder.buffer.length],
      ['given up for newer ones', recorder.discarded],
      ['waiting to be delivered', pending],
      // A record whose first answer was lost is known to the server when it comes again.
      ['delivered', delivered + duplicates],
      ['retries', retries],
      ['delivery', state],
    ];
    element.replaceChildren(
      ...rows.map(([name, value]) => row(name, String(value))),
      held(recorder.buffer.map((record) => `${record.levelname} ${record.name}: ${record.getMessage()}`)),
    );
  };
  refresh();
  setInterval(refresh, REFRESH_MS);
}

function row(name: string, value: string): HTMLElement {
  const line = document.createElement('p');
  const output = document.createElement('output');
  output.textContent = value;
  output.dataset['name'] = name;
  line.append(`${name} `, output);
  return line;
}

function held(lines: readonly string[]): HTMLElement {
  const list = document.createElement('pre');
  list.textContent = lines.join('\n') || 'nothing is held';
  return list;
}
