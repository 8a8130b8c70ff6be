import { createRequire } from 'node:module';

const load = /* @__PURE__ */ createRequire(import.meta.url);

/** A module of Node's own, read when it is first asked for: some take milliseconds, and few programs use them. */
export function builtin<Name extends keyof Builtins>(name: Name): Builtins[Name] {
  return load(name) as Builtins[Name];
}

interface Builtins {
  'node:tty': typeof import('node:tty');
  'node:worker_threads': typeof import('node:worker_threads');
  'node:zlib': typeof import('node:zlib');
}
