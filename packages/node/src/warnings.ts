import type { HostWarning } from '@loggia/core';

/** The name of the listener that Node prints warnings with. It has none under `--no-warnings`. */
const NODES_OWN = 'onWarning';

/** Calls back for each warning of the process, and keeps Node from printing it, until the result is called. */
export function onWarning(callback: (warning: HostWarning) => void): () => void {
  const own = process.listeners('warning').filter((listener) => listener.name === NODES_OWN);
  const listener = (warning: Error & { code?: string }): void => {
    // A program can emit anything under that name.
    const { name, message, code, stack } = Object(warning) as Partial<typeof warning>;
    callback({
      logger: 'node.warnings',
      name: name ?? 'Warning',
      message: message ?? String(warning),
      code,
      stack,
    });
  };
  for (const one of own) process.off('warning', one);
  process.on('warning', listener);
  return () => {
    process.off('warning', listener);
    for (const one of own.reverse()) process.prependListener('warning', one);
  };
}
