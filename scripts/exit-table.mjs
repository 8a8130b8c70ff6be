// `npm run exit-table` writes the table of what survives the end of a process into docs/exit.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { root } from './run.mjs';

const TABLE = /(?<=<!-- table -->\n\n).*(?=\n<!-- end of table -->)/s;
const DOCUMENT = `${root}docs/exit.md`;

const { outputFiles } = await build({
  entryPoints: [`${root}packages/node/src/exit-matrix/table.testing.ts`],
  bundle: true,
  format: 'esm',
  write: false,
});
const code = Buffer.from(outputFiles[0].contents).toString('base64');
const { exitTable } = await import(`data:text/javascript;base64,${code}`);
writeFileSync(DOCUMENT, readFileSync(DOCUMENT, 'utf8').replace(TABLE, exitTable));
