// Finds Chromium, or installs it where that is possible without asking anybody. As a command it prints the path.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installPackages } from './debian.mjs';
import { isMain } from './run.mjs';

const COMMANDS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];
const APPLICATIONS = {
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((folder) =>
    [
      'Google\\Chrome\\Application\\chrome.exe',
      'Chromium\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ].map((path) => join(process.env[folder] ?? 'C:\\Program Files', path)),
  ),
};
const BY_HAND = 'npx playwright-core install --with-deps chromium';

/** The path of a Chromium that can be started. Rejects with the one command to run where there is none. */
export async function findBrowser() {
  const found = (await lookUp()) ?? ((await installPackages('chromium')) ? await lookUp() : undefined);
  if (found !== undefined) return found;
  throw new Error(
    `No Chromium was found. Install one with: ${BY_HAND}\nor set LOGGIA_CHROMIUM to the path of one.`,
  );
}

async function lookUp() {
  const { LOGGIA_CHROMIUM } = process.env;
  if (LOGGIA_CHROMIUM) {
    if (existsSync(LOGGIA_CHROMIUM)) return LOGGIA_CHROMIUM;
    throw new Error(`LOGGIA_CHROMIUM names ${LOGGIA_CHROMIUM}, which does not exist`);
  }
  const { chromium } = await import('playwright-core');
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const system = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)));
  return [chromium.executablePath(), ...system, ...(APPLICATIONS[process.platform] ?? [])].find((path) =>
    existsSync(path),
  );
}

if (isMain(import.meta)) {
  await findBrowser().then(console.log, (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
