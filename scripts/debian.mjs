// Installs Debian packages where that needs nobody's permission: as root, on Debian and its like.
import { readFileSync } from 'node:fs';
import { run } from './run.mjs';

/** Returns whether they were installed. Output goes to stderr. */
export async function installPackages(...packages) {
  if (process.getuid?.() !== 0 || !isDebian()) return false;
  console.error(`Installing ${packages.join(', ')} with apt-get.`);
  const script = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  const { code } = await run('sh', ['-c', `(${script}) >&2`], {
    show: true,
    env: { DEBIAN_FRONTEND: 'noninteractive' },
  });
  return code === 0;
}

function isDebian() {
  try {
    return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}
