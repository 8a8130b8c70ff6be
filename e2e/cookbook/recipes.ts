import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseExpected, type Section } from './expectation.js';

export const COOKBOOK: string = fileURLToPath(new URL('../../examples/cookbook/', import.meta.url));

export interface Recipe {
  readonly name: string;
  readonly folder: string;
  readonly sections: readonly Section[];
  /** Optional packages that it imports and that could not be installed here. */
  readonly missing: readonly string[];
}

const require = createRequire(join(COOKBOOK, 'package.json'));
const { optionalDependencies = {} } = require('./package.json') as {
  optionalDependencies?: Record<string, string>;
};
const ABSENT: readonly string[] = Object.keys(optionalDependencies).filter((name) => !canLoad(name));

export function readRecipes(): Recipe[] {
  return readdirSync(COOKBOOK, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map(({ name }) => {
      const folder = join(COOKBOOK, name);
      const sections = parseExpected(readFileSync(join(folder, 'expected.txt'), 'utf8'));
      const sources = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
      const missing = ABSENT.filter((one) => sources.some((source) => source.includes(`from '${one}'`)));
      return { name, folder, sections, missing };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What is built for each system may be there and yet not run on this one. */
function canLoad(name: string): boolean {
  try {
    return Boolean(require(name));
  } catch {
    return false;
  }
}
