// Prints what `import 'loggia'` spends its time on, in ms, in a process that has done nothing else.
import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { compileFunction } from 'node:vm';

const now = () => Number(process.hrtime.bigint()) / 1e6;
const spent = { total: 0, resolve: 0, compile: 0, KiB: 0 };
const files = [];

const { _resolveFilename } = Module;
const { _compile } = Module.prototype;
Module._resolveFilename = function (...args) {
  const started = now();
  try {
    return _resolveFilename.apply(this, args);
  } finally {
    spent.resolve += now() - started;
  }
};
Module.prototype._compile = function (code, file) {
  files.push(file);
  return _compile.call(this, code, file);
};
const started = now();
await import('loggia');
spent.total = now() - started;
for (const file of files) {
  // Not quite the same text, which the engine would remember.
  const code = `${readFileSync(file, 'utf8')}\n// again`;
  spent.KiB += code.length / 1024;
  const begun = now();
  compileFunction(code, ['exports', 'require', 'module', '__filename', '__dirname']);
  spent.compile += now() - begun;
}
process.stdout.write(`${JSON.stringify(spent)}\n`);
