import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { type AddressInfo, connect, createServer } from 'node:net';

/** A program of others that runs until it is stopped, and can be started again. */
export class Daemon {
  readonly #command: readonly [command: string, ...args: string[]];
  readonly #options: SpawnOptions;
  #child: ChildProcess | undefined;
  #said = '';

  constructor(command: readonly [command: string, ...args: string[]], options: SpawnOptions = {}) {
    this.#command = command;
    this.#options = options;
  }

  /** Starts it, and waits until it accepts connections at all ports. */
  async start(...ports: readonly number[]): Promise<void> {
    const [command, ...args] = this.#command;
    const child = spawn(command, args, { ...this.#options, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (this.#said += text));
    child.on('error', (error) => (this.#said += error.message));
    this.#child = child;
    const deadline = Date.now() + 30_000;
    for (const port of ports) {
      while (!(await isOpen(port))) {
        if (child.exitCode !== null || Date.now() > deadline)
          throw new Error(`${command} does not listen: ${this.#said}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.pid === undefined) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }
}

/** Ports that nobody uses. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(
    servers.map((server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
