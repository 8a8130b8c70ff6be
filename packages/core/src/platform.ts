/** A place that accepts finished text, such as a stream. The text comes with its line end. */
export interface TextSink {
  write(text: string): unknown;
  flush?(): unknown;
  /** Whether a person reads along, as at a terminal. */
  readonly isTTY?: boolean;
}

/** The four methods of a console that levels map to. */
export interface ConsoleLike {
  debug(...values: unknown[]): void;
  info(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
}

/** Where a logging call was made. */
export interface Caller {
  readonly pathname: string;
  /** Counted from 1. */
  readonly lineno: number;
  readonly funcName: string;
  /** The frames from the caller outwards, one a line, as the engine writes them. */
  readonly stack: string;
}

/** What a record says about the running program. A host leaves null what it has no idea of. */
export interface ProcessInfo {
  readonly process: number | null;
  readonly processName: string | null;
  readonly thread: number | null;
  readonly threadName: string | null;
}

/**
 * How much time is left when {@link Platform.onExit} calls.
 *
 * - `leaving`: the program may end soon, or go on: work that is started now may finish (Node's event loop
 *   ran dry or a signal came, a page was hidden).
 * - `exit`: only what is done before the callback returns is sure to happen (Node's `exit`, a page's `pagehide`).
 */
export type ExitPhase = 'leaving' | 'exit';

/** The part of a `fetch` answer that Loggia reads. */
export interface FetchResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** The part of the Fetch standard's request options that Loggia sets. */
export interface FetchOptions {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly keepalive?: boolean;
  readonly credentials?: 'omit' | 'same-origin' | 'include';
  /** Where only the fact of an answer matters, not what it says. */
  readonly mode?: 'no-cors';
  /** An `AbortSignal`, from {@link Platform.abortController}; any host's own, so that its `fetch` fits. */
  // biome-ignore lint/suspicious/noExplicitAny: no other type fits where a host wants its own class
  readonly signal?: any;
}

/** A `fetch` function, as the Fetch standard defines it. */
export type FetchLike = (url: string, options: FetchOptions) => Promise<FetchResponse>;

/** The part of the DOM standard's `AbortController` that Loggia uses. */
export interface AbortHandle {
  readonly signal: unknown;
  abort(): void;
}

/** What `basicConfig` hands over to open a file. */
export interface OpenFileOptions {
  readonly mode?: 'a' | 'w';
  readonly encoding?: string;
  readonly errors?: string;
}

/** Carries a value along a chain of asynchronous calls, as `AsyncLocalStorage` does. */
export interface AsyncContext {
  run<T>(value: unknown, body: () => T): T;
  get(): unknown;
}

/** Something that the host itself warns of, such as the use of what it deprecates. */
export interface HostWarning {
  /** The name of the logger for it, such as `node.warnings`. */
  readonly logger: string;
  /** What kind of warning it is, such as `DeprecationWarning`. */
  readonly name: string;
  readonly message: string;
  /** The host's own number for it. */
  readonly code?: string | undefined;
  /** Where it comes from, as the host writes it. */
  readonly stack?: string | undefined;
}

/**
 * Everything that the core asks of the world around it.
 *
 * Each environment package has one object of this type, which an entry of `loggia` installs; tests install
 * `fakePlatform()`. It is asked at call time, never copied, so that installing one later works.
 * No method may throw: logging must not break the program that it watches.
 */
export interface Platform {
  /** Shown in diagnostics only; nothing branches on it. */
  readonly name: string;

  /** Milliseconds since the Unix epoch by the wall clock, perhaps with a fraction. Need not be monotonic. */
  now(): number;

  /** The last refuge of text: the last-resort handler and `handleError` write here. */
  readonly stderr: TextSink;

  /** What `ext://sys.stdout` means in a configuration; absent where there is none: then it is the console. */
  readonly stdout?: TextSink;

  /** The host's own console, taken before anyone could replace its methods; undefined where there is none. */
  readonly console: ConsoleLike | undefined;

  /** Asked once a record, so what cannot change is cached. */
  processInfo(): ProcessInfo;

  /**
   * The frame that called `boundary`, or the one `stackLevel - 1` frames further out; undefined where the
   * host cannot tell, or `boundary` is not on the stack. It costs microseconds: the core asks only when a
   * formatter prints the answer. Absent where the text of an error's stack says it, as in V8, SpiderMonkey and
   * JavaScriptCore: the core reads that by itself.
   */
  caller?(boundary: (...args: never[]) => unknown, stackLevel: number): Caller | undefined;

  /**
   * Calls back when the program may be about to end; perhaps several times, and at once if it is ending already.
   * The result cancels it.
   */
  onExit(callback: (phase: ExitPhase) => void): () => void;

  /**
   * Whether nothing at all happens after `exit`. Default false: as in a page, which may come back, and whose requests
   * with `keepalive` outlive it.
   */
  readonly exitIsFinal?: boolean;

  /** Calls back when delivery may work again: back online, a page shown again. The result cancels it. */
  onResume(callback: () => void): () => void;

  /** False only where the host is sure that there is no network. */
  online(): boolean;

  /**
   * Calls back once after `delayMs`, which may be infinite. Where the host's timers do not take so much, it calls back when
   * they can: `setTimeout` after {@link MAX_TIMER_MS}. It must not keep the program alive. The result cancels it.
   */
  timer(delayMs: number, callback: () => void): () => void;

  /** 128 random bits as 32 hexadecimal digits. */
  uuid(): string;

  /** The host's own `fetch`, taken before anyone could replace it; undefined where there is none. */
  readonly fetch: FetchLike | undefined;

  /**
   * Whether the host forbids requests to that URL, as a page's content security policy can, and an earlier request
   * has shown it. Asked before each request; absent where no host stands in between.
   */
  isForbidden?(url: string): boolean;

  /** The text as gzip; absent where the host cannot. */
  gzip?: ((text: string) => Promise<Uint8Array<ArrayBuffer>>) | undefined;

  /** Whether {@link fetch} can make sense of the URL at all; absent where only trying tells. */
  canFetch?(url: string): boolean;

  /** A new `AbortController`; undefined where there is none. */
  abortController(): AbortHandle | undefined;

  /** The environment variable of that name; absent where there is no environment. */
  env?(name: string): string | undefined;

  /** Makes the `FileHandler` that `basicConfig({ filename })` asks for; absent where there are no files. */
  openFileHandler?(filename: string | { readonly href: string }, options: OpenFileOptions): unknown;

  /** Whether `basicConfig()` logs to the console, which sorts by level, where it is told nothing else; absent: to stderr. */
  readonly prefersConsole?: boolean;

  /** Makes a carrier for `withContext`; absent where the host has none. */
  asyncContext?(): AsyncContext;

  /**
   * Calls back for each warning of the host, which prints none of them meanwhile where that can be helped; absent
   * where the host has none. The result ends it, and puts back what was.
   */
  onWarning?(callback: (warning: HostWarning) => void): () => void;
}
