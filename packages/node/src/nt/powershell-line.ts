import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { countDropped, getPlatform, reportError } from '@loggia/core';
import { isExiting } from '../exit-hooks.js';
import type { Line } from '../sockets/line.js';
import { asciiJSON, POWERSHELL_ARGUMENTS } from './script.js';

/** How long PowerShell may take for a batch, in ms; it needs about half a second to begin. */
const TIMEOUT_MS = 30_000;
/** The same, while the process waits for it to exit. */
const EXIT_TIMEOUT_MS = 10_000;
/** What is kept of what PowerShell says. */
const MAX_OUTPUT = 65_536;

/** Where events go, as the script wants to be told. */
export interface EventSource {
  readonly source: string;
  readonly log: string;
  readonly dll: string | null;
}

/** What is asked of the system. */
export interface EventLogHost {
  /** As `process.platform` has it: only `win32` has an event log. */
  readonly system: string;
  /** PowerShell's program. */
  readonly command: string;
}

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly complaint: string;
}

interface Running {
  readonly child: ChildProcess;
  readonly input: string;
  /** Whether PowerShell has been handed everything, and would do its work without us. */
  isHanded: boolean;
}

/** Writes events to the event log of Windows, a PowerShell for each batch. */
export class PowerShellLine implements Line {
  /** Nothing has to be made first. */
  readonly isOpen = true;
  readonly #command: () => string;
  readonly #to: EventSource;
  #running: Running | undefined;
  #refusal = '';

  /** @param command - PowerShell's program, asked for each batch. */
  constructor(command: () => string, to: EventSource) {
    this.#command = command;
    this.#to = to;
  }

  /** What the event log had against events that can never be written. */
  get refusal(): string {
    return `were refused by the event log: ${this.#refusal}`;
  }

  async send(messages: readonly Uint8Array[]): Promise<readonly number[]> {
    const events = messages.map((message) => Buffer.from(message).toString()).join();
    const input = `${asciiJSON(this.#to).slice(0, -1)},"events":[${events}]}`;
    if (!isExiting()) return this.#read(await this.#run(input));
    try {
      return this.#read(this.#runNow(input));
    } catch (error) {
      // No promise is kept any more.
      countDropped(messages.length);
      const text = `${messages.length} records were not written to the event log: ${(error as Error).message}`;
      reportError(null, new Error(text, { cause: error }));
      return [];
    }
  }

  drop(): void {
    this.#running?.child.kill();
  }

  async close(): Promise<void> {}

  #run(input: string): Promise<Ended> {
    return new Promise((resolve, reject) => {
      const child = spawn(this.#command(), POWERSHELL_ARGUMENTS, { windowsHide: true });
      const running: Running = { child, input, isHanded: false };
      this.#running = running;
      const cancelExit = getPlatform().onExit((phase) => phase === 'exit' && this.#rescue());
      const cancelTimer = getPlatform().timer(TIMEOUT_MS, () => child.kill());
      const end = (): void => {
        cancelExit();
        cancelTimer();
        if (this.#running === running) this.#running = undefined;
      };
      let output = '';
      let complaint = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(0, MAX_OUTPUT);
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        complaint = (complaint + text).slice(0, MAX_OUTPUT);
      });
      // It may have ended before it read anything: how it ended says more.
      child.stdin.on('error', () => {});
      child.stdin.end(input, () => {
        running.isHanded = true;
      });
      child.on('error', (error) => {
        end();
        reject(error);
      });
      child.on('close', (code) => {
        end();
        resolve({ code, output, complaint });
      });
    });
  }

  #runNow(input: string): Ended {
    this.#rescue();
    const { status, stdout, stderr, error } = spawnSync(this.#command(), POWERSHELL_ARGUMENTS, {
      input,
      encoding: 'utf8',
      windowsHide: true,
      timeout: EXIT_TIMEOUT_MS,
    });
    if (error !== undefined) throw error;
    return { code: status, output: stdout, complaint: stderr };
  }

  /** The process exits, and PowerShell would wait in vain for the rest: of half a batch, it writes nothing. */
  #rescue(): void {
    const running = this.#running;
    if (running === undefined || running.isHanded) return;
    this.#running = undefined;
    running.child.kill();
    this.#runNow(running.input);
  }

  #read({ code, output, complaint }: Ended): readonly number[] {
    if (code !== 0) {
      const why =
        complaint.trim() || (code === null ? 'PowerShell took too long' : `PowerShell ended with ${code}`);
      throw new Error(
        `${why}. The first time on a machine, an administrator has to register the source: New-EventLog -LogName ${this.#to.log} -Source ${this.#to.source}`,
      );
    }
    const refused = [...output.matchAll(/^(\d+) (.*)$/gm)];
    this.#refusal = refused[0]?.[2]?.trim() ?? '';
    return refused.map(([, place]) => Number(place));
  }
}
