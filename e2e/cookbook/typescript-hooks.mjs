// What Node 22.18 and newer do: types are taken out when a file is loaded.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';

export async function load(url, context, nextLoad) {
  if (!url.endsWith('.ts')) return nextLoad(url, context);
  const text = await readFile(fileURLToPath(url), 'utf8');
  const { code } = await transform(text, { loader: 'ts', target: 'es2022', sourcefile: fileURLToPath(url) });
  return { format: 'module', source: code, shortCircuit: true };
}
