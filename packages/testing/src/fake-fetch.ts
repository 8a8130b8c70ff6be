import type { AbortHandle, FetchLike, FetchOptions, FetchResponse } from '@loggia/core';

/** What a scripted `fetch` does with one request. A field that is left out has the default named there. */
export interface FakeAnswer {
  /** Default 204, or 200 if there is a body. */
  readonly status?: number;
  /** Names in any case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Fails as a network does: the request was recorded, the answer never came. */
  readonly error?: unknown;
  /** Never answers, until the request is aborted. */
  readonly hang?: boolean;
  /** Answers, but the body never ends, until the request is aborted. */
  readonly hangBody?: boolean;
  /** Milliseconds of the fake clock until the answer. Default 0: in the same turn. */
  readonly delayMs?: number;
}

/** One request that reached the fake network. */
export interface FakeRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly keepalive: boolean;
  readonly credentials: string | undefined;
  /** Milliseconds of the fake clock at which it was made. */
  readonly at: number;
  /** Whether the answer was read to its end. */
  answerRead: boolean;
  aborted: boolean;
}

/** An answer, or what decides on one when the request is there. */
export type FakeScript = FakeAnswer | ((request: FakeRequest) => FakeAnswer);

/** A network that answers by script and remembers what it was asked. */
export interface FakeNetwork {
  readonly fetch: FetchLike;
  /** What was requested, oldest first. */
  readonly requests: FakeRequest[];
  /** The next answers; each is used once. */
  readonly answers: FakeScript[];
  /** What answers when {@link answers} is empty. Default: status 204. */
  otherwise: FakeScript;
  abortController(): AbortHandle;
}

interface FakeSignal {
  aborted: boolean;
  readonly listeners: (() => void)[];
}

/** Makes a network whose delays run on the given clock. */
export function fakeNetwork(
  now: () => number,
  timer: (delayMs: number, callback: () => void) => unknown,
): FakeNetwork {
  const network: FakeNetwork = {
    requests: [],
    answers: [],
    otherwise: {},
    fetch: (url, options) => {
      const request = recordRequest(url, options, now());
      network.requests.push(request);
      const script = network.answers.shift() ?? network.otherwise;
      return perform(request, script, options.signal as FakeSignal | undefined, timer);
    },
    abortController: () => {
      const signal: FakeSignal = { aborted: false, listeners: [] };
      const abort = (): void => {
        signal.aborted = true;
        for (const listener of signal.listeners.splice(0)) listener();
      };
      return { signal, abort };
    },
  };
  return network;
}

function recordRequest(url: string, options: FetchOptions, at: number): FakeRequest {
  return {
    url,
    method: options.method,
    headers: { ...options.headers },
    body: typeof options.body === 'string' ? options.body : String.fromCharCode(...(options.body ?? [])),
    keepalive: options.keepalive === true,
    credentials: options.credentials,
    at,
    answerRead: false,
    aborted: false,
  };
}

function perform(
  request: FakeRequest,
  script: FakeScript,
  signal: FakeSignal | undefined,
  timer: (delayMs: number, callback: () => void) => unknown,
): Promise<FetchResponse> {
  return new Promise((resolve, reject) => {
    const answer = typeof script === 'function' ? script(request) : script;
    const stop = (): void => {
      request.aborted = true;
      reject(named('AbortError', 'The operation was aborted.'));
    };
    if (signal?.aborted) return stop();
    signal?.listeners.push(stop);
    if (answer.hang) return;
    const settle = (): void => {
      if (answer.error === undefined) resolve(response(request, answer, signal));
      else reject(answer.error);
    };
    if (answer.delayMs === undefined) settle();
    else timer(answer.delayMs, settle);
  });
}

function response(request: FakeRequest, answer: FakeAnswer, signal: FakeSignal | undefined): FetchResponse {
  const headers = new Map(
    Object.entries(answer.headers ?? {}).map(([key, value]) => [key.toLowerCase(), value]),
  );
  return {
    status: answer.status ?? (answer.body === undefined ? 204 : 200),
    headers: { get: (name) => headers.get(name.toLowerCase()) ?? null },
    text: () =>
      new Promise((resolve, reject) => {
        if (answer.hangBody) {
          signal?.listeners.push(() => {
            request.aborted = true;
            reject(named('AbortError', 'The operation was aborted.'));
          });
          return;
        }
        request.answerRead = true;
        resolve(answer.body ?? '');
      }),
  };
}

function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
