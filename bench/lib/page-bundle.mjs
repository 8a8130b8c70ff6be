import { build } from 'esbuild';

/** A program as an application would bundle it for its pages. @param stdin - The program, as esbuild takes it. */
export async function pageBundle(stdin, more = {}) {
  const { outputFiles } = await build({
    stdin,
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    conditions: ['browser'],
    target: 'es2022',
    ...more,
  });
  return outputFiles[0];
}
