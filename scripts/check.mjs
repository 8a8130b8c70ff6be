// `npm run check`: types, lint, layers, format, the public API, the configuration's schema and the cookbook's pages, side by side; everything that is wrong is shown.
import { build } from './build.mjs';
import { isMain, run } from './run.mjs';

const STEPS = {
  types: ['tsc', ['-b']],
  lint: ['biome', ['lint', '--error-on-warnings', '.']],
  layers: [process.execPath, ['scripts/check-layers.mjs']],
  format: ['biome', ['format', '.']],
  api: [process.execPath, ['scripts/api-report.mjs', '--check']],
  size: [process.execPath, ['scripts/size.mjs', '--check']],
  schema: [process.execPath, ['scripts/config-schema.mjs', '--check']],
  cookbook: [process.execPath, ['scripts/cookbook.mjs', '--check']],
};

/** Runs every step and returns how many passed and failed. */
export async function check() {
  // Packages see each other's types as users do, in what is built. What that finds wrong, the types below say again.
  await build().catch((error) => console.error(`build: ${error.message.split('\n')[0]}`));
  const results = await Promise.all(
    Object.entries(STEPS).map(async ([name, [command, args]]) => ({ name, ...(await run(command, args)) })),
  );
  for (const { name, code, seconds, output } of results) {
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(8)} ${seconds.toFixed(1)} s`);
    if (code !== 0) console.log(output);
  }
  const failed = results.filter(({ code }) => code !== 0).length;
  return { passed: results.length - failed, failed };
}

if (isMain(import.meta)) process.exitCode = (await check()).failed === 0 ? 0 : 1;
