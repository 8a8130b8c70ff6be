import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('reference.py', import.meta.url));

/** A CPython 3.13 that answers cases. @throws Error if there is none, with what to do. */
export function startReference(python) {
  const command = findPython(python === undefined ? ['python3.13', 'python3'] : [python]);
  const child = spawn(command, [SCRIPT], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  const waiting = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(JSON.parse(line)));
  child.on('exit', (code) => {
    for (const { reject } of waiting) reject(new Error(`${command} ended with code ${code}`));
  });
  return {
    /** Every answer that counts as right; null if the case is not to be compared. Answers come in order. */
    ask(kind, one) {
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        // JSON.stringify would lose the sign of the zero.
        child.stdin.write(
          `${JSON.stringify([kind, one], (_, value) => (Object.is(value, -0) ? '-0' : value))}\n`,
        );
      });
    },
    stop() {
      child.stdin.end();
    },
  };
}

function findPython(commands) {
  for (const command of commands) {
    const { stdout } = spawnSync(command, [SCRIPT, '--version'], { encoding: 'utf8' });
    if (stdout?.trim() === '3.13') return command;
  }
  throw new Error(
    `no CPython 3.13 found as ${commands.join(' or ')}: install one, and name it with --python /path/to/python3.13`,
  );
}
