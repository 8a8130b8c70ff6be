import { captureWarnings, ERROR, getLogger, inspect, type Level, type Logger, WARNING } from '@loggia/core';
import { captureConsole } from './console-capture.js';
import { listen } from './listen.js';
import { bareURL, isReceiver } from './receivers.js';

/** What {@link installErrorCapture} listens to. */
export interface ErrorCaptureOptions {
  /** Whose children get the records. Default: the logger `browser`. */
  readonly logger?: Logger | undefined;
  /** Uncaught errors, and resources that could not be loaded. Default true. */
  readonly errors?: boolean | undefined;
  /** Promises that were rejected, and nobody cared. Default true. */
  readonly rejections?: boolean | undefined;
  /** What a content security policy forbids, and the browser's own reports, as `captureWarnings` logs them. Default true. */
  readonly reports?: boolean | undefined;
  /** What the application writes to the console, which shows it as before. Default false. */
  readonly console?: boolean | undefined;
}

/** Where something happened, as far as the browser tells. */
interface Place {
  readonly file?: string | undefined;
  readonly line?: number;
  readonly column?: number;
}

/**
 * Logs what goes wrong in a page or worker without being caught, until it is disposed of. Each kind has a logger of its
 * own below the one given, so each can be filtered, or have its level:
 *
 * - `browser.uncaught`, at `ERROR`: errors with their stack and causes, and where they were thrown; rejections.
 * - `browser.resource`: scripts and style sheets that could not be loaded, at `ERROR`; other elements, at `WARNING`.
 * - `browser.policy`, at `WARNING`: what a content security policy forbids.
 * - `browser.warnings`, at `WARNING`: deprecations, interventions and crashes that the browser reports.
 * - `browser.console`, if asked for: `debug` to `error`. A `ConsoleHandler` would show them a second time; give it the
 *   filter `(record) => record.name !== 'browser.console'`.
 *
 * The same error is logged once, though it is thrown, rejected with, and written to the console. URLs lose their query.
 *
 * @example
 * ```ts page
 * import { basicConfig, HTTPHandler, installErrorCapture } from 'loggia/browser';
 * basicConfig({ handlers: [new HTTPHandler('/logs')] });
 * const capture = installErrorCapture({ console: true });
 * addEventListener('pagehide', () => capture[Symbol.dispose]()); // or: using capture = …
 * ```
 */
export function installErrorCapture(options: ErrorCaptureOptions = {}): Disposable {
  const { logger = getLogger('browser'), errors = true, rejections = true, reports = true } = options;
  const seen = new WeakSet<object>();
  const ends: (() => void)[] = [];
  // What is logged about something caught may be caught itself: a filter that fails, a getter that writes to the console.
  let isBusy = false;

  function guard(work: () => void): void {
    if (isBusy) return;
    isBusy = true;
    try {
      work();
    } finally {
      isBusy = false;
    }
  }

  function log(kind: string, level: Level & number, text: string, place: Place = {}, thrown?: unknown): void {
    const child = logger.getChild(kind);
    if (!child.isEnabledFor(level)) return;
    const { file, line = 0, column } = place;
    const extra = column ? { column } : null;
    const path = file ? bareURL(file) : '(unknown file)';
    child.handle(child.makeRecord(child.name, level, path, line, text, [], thrown, null, extra));
  }

  function isNew(thrown: unknown): boolean {
    if (typeof thrown !== 'object' || thrown === null) return true;
    if (seen.has(thrown)) return false;
    seen.add(thrown);
    return true;
  }

  function hear<E extends Event>(type: string, heard: (event: E) => void): void {
    ends.push(listen(globalThis, type, (event) => guard(() => heard(event as E))));
  }

  if (errors) {
    hear<ErrorEvent>('error', (event) => {
      const { error, message, filename, lineno, colno } = event;
      const text = message?.replace(/^Uncaught /, '');
      if (text === undefined) logResource(event.target);
      else if (isNew(error)) {
        log('uncaught', ERROR, `uncaught ${text}`, { file: filename, line: lineno, column: colno }, error);
      }
    });
  }
  if (rejections) {
    hear<PromiseRejectionEvent>('unhandledrejection', ({ reason }) => {
      if (isNew(reason)) log('uncaught', ERROR, `unhandled rejection: ${textOf(reason)}`, {}, reason);
    });
  }
  if (reports) {
    captureWarnings(true);
    ends.push(() => captureWarnings(false));
    hear<SecurityPolicyViolationEvent>('securitypolicyviolation', (event) => {
      const { blockedURI, effectiveDirective, disposition, sourceFile, lineNumber, columnNumber } = event;
      // What the policy does to Loggia itself, the handler tells.
      if (isReceiver(blockedURI)) return;
      // Words such as inline are no URLs.
      const what = blockedURI.includes(':') ? bareURL(blockedURI) : blockedURI;
      const verb = disposition === 'report' ? 'would forbid' : 'forbids';
      const place = { file: sourceFile, line: lineNumber, column: columnNumber };
      log('policy', WARNING, `${effectiveDirective} ${verb} ${what}`, place);
    });
  }
  if (options.console) ends.push(captureConsole(logger.getChild('console'), guard, isNew));

  function logResource(target: EventTarget | null): void {
    const { tagName, src, href } = (target ?? {}) as { tagName?: string; src?: string; href?: string };
    if (typeof tagName !== 'string') return;
    const level = /^(script|link)$/i.test(tagName) ? ERROR : WARNING;
    log('resource', level, `could not load ${tagName.toLowerCase()} ${bareURL(String(src || href || ''))}`);
  }

  return {
    [Symbol.dispose]() {
      for (const end of ends.splice(0)) end();
    },
  };
}

/** One line that says what was thrown. */
function textOf(thrown: unknown): string {
  try {
    if (thrown instanceof Error) return String(thrown);
  } catch {
    // Then as any other value.
  }
  return inspect(thrown);
}
