// Finds browsers, or installs them where that is possible without asking anybody. As a command it prints Chromium's path.
import { existsSync, readdirSync } from 'node:fs';
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
const WEBKITS = ['webkit2gtk-4.1', 'webkit2gtk-4.0', 'webkitgtk-6.0'];
const BY_HAND = 'npx playwright-core install --with-deps chromium';

/** The path of a Chromium that can be started. Rejects with the one command to run where there is none. */
export async function findBrowser() {
  const found = (await lookUp()) ?? ((await installPackages('chromium')) ? await lookUp() : undefined);
  if (found !== undefined) return found;
  throw new Error(
    `No Chromium was found. Install one with: ${BY_HAND}\nor set LOGGIA_CHROMIUM to the path of one.`,
  );
}

/** The path of Firefox; undefined where there is none. Prefers the variable `LOGGIA_FIREFOX`. */
export function findFirefox() {
  if (process.env.LOGGIA_FIREFOX) return process.env.LOGGIA_FIREFOX;
  const files = [...inPath('firefox', 'firefox-esr'), '/Applications/Firefox.app/Contents/MacOS/firefox'];
  return files.find((file) => existsSync(file));
}

/** The path of WebKitGTK's browser; undefined where it, its driver or the X server that it draws on is missing. */
export function findWebKit() {
  if (['WebKitWebDriver', 'Xvfb'].some((command) => !inPath(command).some((file) => existsSync(file)))) {
    return undefined;
  }
  const libraries = ['/usr/lib', '/usr/lib64', '/usr/libexec'].filter((folder) => existsSync(folder));
  return libraries
    .flatMap((folder) => [folder, ...readdirSync(folder).map((name) => join(folder, name))])
    .flatMap((folder) => WEBKITS.map((name) => join(folder, name, 'MiniBrowser')))
    .find((file) => existsSync(file));
}

/** The paths of Firefox and WebKit, as far as they are there or could be installed; what needs them is else left out. */
export async function findOtherBrowsers() {
  const needed = [
    ...(findFirefox() ? [] : ['firefox-esr']),
    ...(findWebKit() ? [] : ['webkit2gtk-driver', 'xvfb', 'xauth']),
  ];
  if (needed.length > 0) await installPackages(...needed);
  return [findFirefox(), findWebKit()].filter((path) => path !== undefined);
}

function inPath(...commands) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return commands.flatMap((command) => folders.map((folder) => join(folder, command)));
}

async function lookUp() {
  const { LOGGIA_CHROMIUM } = process.env;
  if (LOGGIA_CHROMIUM) {
    if (existsSync(LOGGIA_CHROMIUM)) return LOGGIA_CHROMIUM;
    throw new Error(`LOGGIA_CHROMIUM names ${LOGGIA_CHROMIUM}, which does not exist`);
  }
  const { chromium } = await import('playwright-core');
  const system = inPath(...COMMANDS);
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
