import { build } from 'esbuild';

/**
 * A program as an application would bundle it for its pages: its text, and the bytes of each module in it.
 *
 * @param stdin - The program, as esbuild takes it.
 */
export async function pageBundle(stdin, more = {}) {
  const { outputFiles, metafile } = await build({
    stdin,
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    conditions: ['browser'],
    target: 'es2022',
    outfile: 'page.js',
    metafile: true,
    ...more,
  });
  const modules = Object.entries(Object.values(metafile.outputs)[0].inputs);
  const { contents, text } = outputFiles[0];
  return { contents, text, modules: modules.map(([file, { bytesInOutput }]) => [file, bytesInOutput]) };
}
