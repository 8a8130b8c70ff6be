import type { HTTPHandler, IndexedDBHandler, LogRecord } from 'loggia/browser';
import type { SessionAccount } from 'loggia/ingest';

const REFRESH_MS = 200;
/** How often the server is asked for its books, while they are not closed. */
const ASK_MS = 500;

/** What the panel shows. */
export interface Watched {
  readonly recorder: IndexedDBHandler;
  readonly shipper: HTTPHandler;
  /** The lines of the records that were shipped. */
  readonly shipped: readonly string[];
  /** Where the server tells what it knows of a session. */
  readonly accountURL: string;
}

/** `<loggia-panel>`: shows, live, what the page holds, what became of what it shipped, and what the server says of it. */
export class LoggiaPanel extends HTMLElement {
  #watched: Watched | undefined;
  #account: SessionAccount | undefined;
  #timers: ReturnType<typeof setInterval>[] = [];

  watch(watched: Watched): void {
    this.#watched = watched;
    this.disconnectedCallback();
    this.connectedCallback();
  }

  connectedCallback(): void {
    if (this.#watched === undefined) return;
    this.#show(this.#watched);
    this.#timers = [
      setInterval(() => this.#watched && this.#show(this.#watched), REFRESH_MS),
      setInterval(() => this.#watched && void this.#ask(this.#watched), ASK_MS),
    ];
  }

  disconnectedCallback(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
  }

  #show({ recorder, shipper, shipped }: Watched): void {
    const { buffered, notShipped } = recorder.stats;
    const { delivered, duplicates, dropped, pending, rejected, retries, state } = shipper.stats;
    const why = Object.entries(dropped).flatMap(([reason, count]) => (count > 0 ? `${count} ${reason}` : []));
    this.replaceChildren(
      heading('The flight recorder'),
      row('held in memory', buffered),
      row('given up for newer ones', notShipped),
      heading('Delivery'),
      row('waiting to be delivered', pending),
      // A record whose first answer was lost is known to the server when it comes again.
      row('delivered', delivered + duplicates),
      list('nothing was shipped', shipped),
      row('rejected', rejected),
      row('dropped', why.join(', ') || 0),
      row('retries', retries),
      row('delivery', state),
      heading('What the server says'),
      row('its books', equation(this.#account)),
    );
  }

  /** Asks until the server knows of every record. */
  async #ask({ shipper, accountURL }: Watched): Promise<void> {
    const { emitted } = shipper.stats;
    const isClosed = this.#account?.expected === 0 && this.#account.emitted >= emitted;
    if (emitted === 0 || isClosed) return;
    try {
      const answer = await fetch(`${accountURL}?session=${shipper.session}`);
      if (answer.ok) this.#account = (await answer.json()) ?? undefined;
    } catch {
      // The server is away: what it said last stays.
    }
  }
}

export function lineOf(record: LogRecord): string {
  return `${record.levelname} ${record.name}: ${record.getMessage()}`;
}

function equation(account: SessionAccount | undefined): string {
  if (account === undefined) return 'nothing yet';
  const { received, dropped, expected, emitted } = account;
  return `${received} received + ${dropped} dropped + ${expected} expected = ${emitted} emitted`;
}

function heading(text: string): HTMLElement {
  return Object.assign(document.createElement('h2'), { textContent: text });
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
