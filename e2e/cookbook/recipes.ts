import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseExpected, type Section } from './expectation.js';

export const COOKBOOK: string = fileURLToPath(new URL('../../examples/cookbook/', import.meta.url));

export interface Recipe {
  readonly name: string;
  readonly folder: string;
  readonly sections: readonly Section[];
}

export function readRecipes(): Recipe[] {
  return readdirSync(COOKBOOK, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map(({ name }) => {
      const folder = join(COOKBOOK, name);
      return { name, folder, sections: parseExpected(readFileSync(join(folder, 'expected.txt'), 'utf8')) };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
