// The programs that the handlers of Node are tested against. Those that are missing are installed where that is possible
// without asking anybody.
import { existsSync, readdirSync } from 'node:fs';
import { delimiter } from 'node:path';
import { installPackages } from './debian.mjs';
import { run } from './run.mjs';

/** Daemons are where a plain user's PATH does not lead. */
const PATH = [process.env.PATH, '/usr/sbin', '/sbin'].join(delimiter);
const PYTHONS = process.env.PYTHON ? [process.env.PYTHON] : ['python3', '/usr/bin/python3'];

/** What is needed, how to see that it is there, and the Debian packages that have it. */
const PEERS = [
  {
    name: 'Python 3.11 or newer',
    packages: ['python3'],
    isThere: async () => (await findPython()) !== undefined,
  },
  { name: 'rsyslogd', packages: ['rsyslog'], isThere: () => answers('rsyslogd', '-v') },
  { name: 'TLS for rsyslogd', packages: ['rsyslog-gnutls'], isThere: hasSecureRsyslog },
  { name: 'logger, of util-linux', packages: ['bsdutils'], isThere: () => answers('logger', '--version') },
  { name: 'logrotate', packages: ['logrotate'], isThere: () => answers('logrotate', '--version') },
  { name: 'Exim', packages: ['exim4-daemon-light'], isThere: () => answers('exim4', '-bV') },
];

/** The environment in which the tests find every peer. Rejects with what is missing, and the command to run. */
export async function findPeers() {
  const needed = await missing();
  if (needed.length > 0) {
    const packages = needed.flatMap((peer) => peer.packages);
    const left = (await installPackages(...packages)) ? await missing() : needed;
    if (left.length > 0) {
      const names = left.map(({ name }) => name).join('; ');
      const command = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
      throw new Error(`Not found: ${names}.\nInstall them; on Debian and its like, as root: ${command}`);
    }
  }
  return { PATH, PYTHON: await findPython() };
}

async function missing() {
  const found = await Promise.all(PEERS.map(({ isThere }) => isThere()));
  return PEERS.filter((_peer, i) => !found[i]);
}

async function answers(command, ...args) {
  return (await run(command, args, { env: { PATH } })).code === 0;
}

async function findPython() {
  for (const python of PYTHONS) {
    if (await answers(python, '-c', 'import sys; sys.exit(sys.version_info < (3, 11))')) return python;
  }
  return undefined;
}

/** Modules are where the distribution puts them: rsyslogd does not say, and does not check before it needs one. */
function hasSecureRsyslog() {
  const folders = ['/usr/lib', '/usr/lib64'].filter((folder) => existsSync(folder));
  return folders
    .flatMap((folder) => [folder, ...readdirSync(folder).map((name) => `${folder}/${name}`)])
    .some((folder) => existsSync(`${folder}/rsyslog/lmnsd_gtls.so`));
}
