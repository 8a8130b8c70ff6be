import { spawn } from 'node:child_process';

/** Runs a script of this folder in a process of its own, and gives what it printed as JSON; null if it failed. */
export function runChild(script, args, { timeoutMs = 60_000, nodeArgs = [] } = {}) {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [...nodeArgs, new URL(script, import.meta.url).pathname, ...args.map(String)],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let out = '';
    let complaint = '';
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (complaint += chunk));
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      try {
        resolve(JSON.parse(out.trim().split('\n').at(-1)));
      } catch {
        if (complaint !== '')
          console.error(`${args.join(' ')}: ${complaint.split('\n').slice(0, 3).join(' ')}`);
        resolve({ failed: signal ?? `exit code ${code}` });
      }
    });
  });
}
