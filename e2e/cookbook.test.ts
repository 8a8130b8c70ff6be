import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { asExpected, linesOf, type Section } from './cookbook/expectation.js';
import { RecipePage, servePage } from './cookbook/page.js';
import { type Recipe, readRecipes } from './cookbook/recipes.js';
import { Command } from './cookbook/shell.js';

// Inside the project, so that the recipes find what a user would have installed.
const COPIES = fileURLToPath(new URL('../.cache/cookbook/', import.meta.url));
const PATIENCE_MS = 30_000;

type Source = Pick<Command, 'printed'>;

/** Compares what was printed, once as many lines are there as there should be. */
async function compare(source: Source, { command, lines }: Section): Promise<void> {
  const enough = (): boolean => linesOf(source.printed).length >= lines.length;
  await vi.waitUntil(enough, { timeout: PATIENCE_MS, interval: 20 }).catch(() => undefined);
  expect(asExpected(source.printed, lines), command).toEqual(lines);
}

/** Goes through `expected.txt`: what ends with `&` runs until all is done. */
async function follow({ name, folder, sections }: Recipe): Promise<void> {
  const cwd = join(COPIES, name);
  await rm(cwd, { recursive: true, force: true });
  await cp(folder, cwd, { recursive: true });
  const opened: AsyncDisposable[] = [];
  const running: { command: Command; section: Section }[] = [];
  let page: RecipePage | undefined;
  try {
    for (const [at, section] of sections.entries()) {
      if (section.kind === '#') {
        page ??= await openPage(cwd, opened, running.at(-1)?.command);
        await page.step(section.command);
        await compare(page, section);
        continue;
      }
      // In place of the shell, so that it can be ended.
      const line = section.command.replace(/^(.*) &$/, 'exec $1');
      const command = new Command(line, cwd, `${cwd}-${at}.txt`);
      opened.push(command);
      if (line === section.command) {
        const status = await command.ended();
        expect(asExpected(command.printed, section.lines), section.command).toEqual(section.lines);
        expect(status, section.command).toBe(0);
      } else {
        running.push({ command, section });
        await vi.waitUntil(() => command.printed !== '', { timeout: PATIENCE_MS, interval: 20 });
      }
    }
    for (const { command, section } of running) await compare(command, section);
  } finally {
    for (const one of opened.reverse()) await one[Symbol.asyncDispose]();
  }
}

/** A page of the recipe's own server, by the address that it prints, or of one that only serves `page.ts`. */
async function openPage(cwd: string, opened: AsyncDisposable[], command?: Command): Promise<RecipePage> {
  let address = command && /http:\/\/[\w.]+:\d+\S*/.exec(command.printed)?.[0];
  if (address === undefined) {
    const server = await servePage(cwd);
    opened.push(server);
    address = server.address;
  }
  const page = await RecipePage.launch(address);
  opened.push(page);
  return page;
}

describe('the cookbook', () => {
  it.for(readRecipes())('$name runs as it says', { timeout: 120_000 }, async (recipe, { skip }) => {
    skip(recipe.missing.length > 0, `it needs ${recipe.missing}, which could not be installed here`);
    await follow(recipe);
  });
});
