import { PLACEHOLDERS } from '../../scripts/cookbook-placeholders.mjs';

const KNOWN = new RegExp(`\\{(${Object.keys(PLACEHOLDERS).join('|')})\\}`);

/** One command of `expected.txt` (`$ node main.ts`), or one look at the page (`# the console of the page`), and what it prints. */
export interface Section {
  readonly kind: '$' | '#';
  readonly command: string;
  readonly lines: readonly string[];
}

export function parseExpected(text: string): Section[] {
  const sections: { kind: '$' | '#'; command: string; lines: string[] }[] = [];
  for (const line of text.trimEnd().split('\n')) {
    const start = /^([$#]) (.*)$/.exec(line);
    if (start !== null) sections.push({ kind: start[1] as '$' | '#', command: start[2]!, lines: [] });
    else if (sections.length > 0) sections.at(-1)!.lines.push(line);
    else throw new Error(`expected.txt begins with "${line}" instead of "$ node main.ts"`);
  }
  return sections;
}

/** What was printed, with every line that is as expected written as it is expected: so a difference shows what differs. */
export function asExpected(printed: string, expected: readonly string[]): string[] {
  return linesOf(printed).map((line, at) => (matches(line, expected[at]) ? expected[at]! : line));
}

/** A stack counts as one line: how long it is, is the engine's business. */
export function linesOf(printed: string): string[] {
  const lines = printed === '' ? [] : printed.trimEnd().split('\n');
  return lines.filter((line, at) => !(isFrame(line) && isFrame(lines[at - 1])));
}

const isFrame = (line = ''): boolean => /^ +at /.test(line);

function matches(line: string, expected: string | undefined): boolean {
  if (expected === undefined) return false;
  const source = expected
    .split(KNOWN)
    .map((part, at) =>
      at % 2 === 1 ? PLACEHOLDERS[part]!.pattern : part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
    );
  return new RegExp(`^${source.join('')}$`).test(line);
}
