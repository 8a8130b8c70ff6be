// Bundles the example shop as an application would: the page for browsers, the server for Node.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const shop = new URL('../examples/shop/', import.meta.url);
const path = (name) => fileURLToPath(new URL(name, shop));

/** Writes examples/shop/dist/{page,main,shop}.js. */
export async function bundleShop() {
  const shared = {
    bundle: true,
    format: 'esm',
    target: 'es2022',
    sourcemap: true,
    outdir: path('dist'),
    logLevel: 'warning',
  };
  await build({ ...shared, entryPoints: [path('src/page.ts')], platform: 'browser' });
  await build({
    ...shared,
    entryPoints: [path('src/main.ts'), path('src/shop.ts')],
    platform: 'node',
    packages: 'external',
  });
}
