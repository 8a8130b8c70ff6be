import type { HostWarning } from '@loggia/core';

/** What deprecation and intervention reports say; the types of TypeScript leave it out. */
interface ReportBodyLike {
  readonly id?: string;
  readonly message?: string;
  readonly sourceFile?: string | null;
  readonly lineNumber?: number | null;
  readonly columnNumber?: number | null;
}

/**
 * Calls back for each use of what the browser deprecates, and each time it interferes, until the result is called.
 * Reports made before count, too. Browsers without `ReportingObserver` tell nothing.
 */
export function onWarning(callback: (warning: HostWarning) => void): () => void {
  if (typeof ReportingObserver !== 'function') return () => {};
  const observer = new ReportingObserver(
    (reports) => {
      for (const { type = 'report', body } of reports) {
        const { id, message = '', sourceFile, lineNumber, columnNumber } = (body ?? {}) as ReportBodyLike;
        const stack = sourceFile ? `${sourceFile}:${lineNumber ?? 0}:${columnNumber ?? 0}` : undefined;
        callback({ logger: 'browser.warnings', name: type, message, code: id, stack });
      }
    },
    { types: ['deprecation', 'intervention', 'crash'], buffered: true },
  );
  observer.observe();
  return () => observer.disconnect();
}
