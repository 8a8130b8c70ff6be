import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { exportsOf, isFile, readModule } from './declarations.mjs';

const CORE = fileURLToPath(new URL('../packages/core/src/', import.meta.url));

interface Export {
  name: string;
  /** What is declared: `ClassDeclaration`, `TSInterfaceDeclaration` and so on. */
  type: string;
  /** The comment right before the declaration; empty if there is none. */
  doc: string;
}

function publicNames(entry: string): Export[] {
  return [...exportsOf(`${CORE}${entry}`)]
    .filter(([, place]) => isFile(place.from))
    .map(([name, place]) => {
      const { text, comments, declared } = readModule(place.from);
      const statements: { start: number; declaration?: { type: string } }[] = declared.get(place.name);
      const [statement] = statements;
      const before = comments.findLast(
        ({ end }: { end: number }) =>
          end <= statement!.start && text.slice(end, statement!.start).trim() === '',
      );
      const doc = before?.value.startsWith('*') ? before.value : '';
      return { name, type: statement!.declaration!.type, doc };
    });
}

describe.each(['index.ts', 'format.ts', 'config.ts'])('every name that core/src/%s exports', (entry) => {
  const names = publicNames(entry);

  it('has a doc comment', () => {
    expect(names.length).toBeGreaterThan(3);
    expect(names.filter(({ doc }) => doc === '').map(({ name }) => name)).toEqual([]);
  });

  it('has an example, if it is a class or a function', () => {
    const lacking = names.filter(
      ({ type, doc }) => /^(Class|Function)Declaration$/.test(type) && !doc.includes('@example'),
    );
    expect(lacking.map(({ name }) => name)).toEqual([]);
  });
});
