import { readFileSync } from 'node:fs';
import { ConfigError } from '@loggia/core';
import {
  createFileConfig,
  type FileConfig,
  type FileConfigOptions,
  type FileConfigText,
} from '@loggia/core/config';
import { fileEncoding } from '../files/encoding.js';
import { configurator } from './configurator.js';

type Path = string | { readonly href: string };

/** Configures logging as an INI file says. */
export const applyINI: FileConfig = /* @__PURE__ */ createFileConfig(configurator, readConfigText);

/**
 * Configures logging as a text says: a dictionary in JSON, or an INI file.
 *
 * @throws ConfigError
 */
export function applyConfigText(
  { text, filename = '<text>' }: FileConfigText,
  options?: FileConfigOptions,
): void {
  const isJSON = /^\ufeff?\s*\{/.test(text);
  if (!isJSON && /\.ya?ml$/i.test(filename)) {
    throw new ConfigError(
      '',
      `${filename} is YAML, and only JSON and INI files are read: parse it, and pass what comes out to dictConfig`,
    );
  }
  if (!isJSON) applyINI({ text, filename }, options);
  else configurator.dictConfig(parseJSON(text.replace(/^\ufeff/, ''), filename), options);
}

/**
 * Configures logging as a file says: a dictionary in JSON, or an INI file.
 *
 * @throws ConfigError
 * @example
 * ```ts
 * import { writeFileSync } from 'node:fs';
 * import { configureByFile } from '@loggia/node/config';
 * writeFileSync('logging.json', '{"version": 1, "root": {"level": "INFO"}}');
 * configureByFile('logging.json');
 * ```
 */
export function configureByFile(path: Path, options: FileConfigOptions = {}): void {
  applyConfigText(readConfigText(path, options.encoding ?? 'utf-8'), options);
}

/**
 * Reads a file.
 *
 * @throws ConfigError if there is none, or it holds no text.
 */
export function readConfigText(path: Path, encoding: string): FileConfigText {
  const filename = nameOf(path);
  return { text: decodeText(readConfigBytes(path), filename, encoding), filename };
}

/** @throws ConfigError if there is no such file, or it cannot be read. */
export function readConfigBytes(path: Path): Uint8Array {
  try {
    return readFileSync(fileOf(path));
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw code === 'ENOENT'
      ? new ConfigError('', `${nameOf(path)} doesn't exist`, { cause, pythonName: 'FileNotFoundError' })
      : new ConfigError('', `Unable to read ${nameOf(path)}: ${message}`, { cause, pythonName: 'OSError' });
  }
}

/** What `node:fs` takes. */
export function fileOf(path: Path): string | URL {
  return typeof path === 'string' ? path : new URL(path.href);
}

/** What errors call a file. */
export function nameOf(path: Path): string {
  return typeof path === 'string' ? path : path.href;
}

/** @throws ConfigError if the bytes are no text in that encoding. */
export function decodeText(bytes: Uint8Array, filename: string, encoding = 'utf-8'): string {
  const { nodeName } = fileEncoding(encoding, 'strict');
  if (nodeName !== 'utf8') return Buffer.from(bytes).toString(nodeName);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new ConfigError('', `Unable to read ${filename}: it is not UTF-8`, {
      cause,
      pythonName: 'UnicodeDecodeError',
    });
  }
}

function parseJSON(text: string, filename: string): Parameters<typeof configurator.dictConfig>[0] {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConfigError('', `${filename} is invalid: ${(cause as Error).message}`, { cause });
  }
}
