import type { HostWarning } from './platform.js';
import { reportError } from './report.js';
import { getLogger } from './root.js';
import { shared, state } from './state.js';

/**
 * Turns the capture of the host's own warnings on or off. While it is on they are logged at `WARNING`: Node's
 * (deprecations, a leak of listeners, `process.emitWarning`) to `node.warnings`, and Node prints them no more; a
 * browser's deprecation and intervention reports to `browser.warnings`. The fields `code` and `stack` say more. A
 * host that warns of nothing makes no difference.
 *
 * @example
 * ```ts
 * import { basicConfig, captureWarnings } from 'loggia';
 * basicConfig({ level: 'INFO' });
 * captureWarnings(true);
 * // WARNING:node.warnings:DeprecationWarning: Buffer() is deprecated
 * ```
 */
export function captureWarnings(on: boolean): void {
  const capture = shared('captureWarnings', (): { stop?: (() => void) | undefined } => ({}));
  if (!on) {
    capture.stop?.();
    capture.stop = undefined;
  } else capture.stop ??= state.platform.onWarning?.(logWarning);
}

function logWarning({ logger, name, message, code, stack }: HostWarning): void {
  try {
    const extra = { ...(code !== undefined && { code }), ...(stack !== undefined && { stack }) };
    getLogger(logger).warning('%s: %s', name, message, { extra });
  } catch (error) {
    reportError(null, error);
  }
}
