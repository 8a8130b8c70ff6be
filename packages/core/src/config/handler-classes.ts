import type { HTTPHeadersSource, StandByRequest } from '../delivery/fetch-transport.js';
import type { Store } from '../delivery/store.js';
import type { Handler } from '../handler.js';
import { BufferingHandler } from '../handlers/buffering.js';
import { ConsoleHandler } from '../handlers/console.js';
import { HTTPHandler } from '../handlers/http.js';
import { MemoryHandler } from '../handlers/memory.js';
import { NullHandler } from '../handlers/null.js';
import { QueueHandler } from '../handlers/queue.js';
import { QueueListener } from '../handlers/queue-listener.js';
import { StreamHandler } from '../handlers/stream.js';
import { LogQueue } from '../log-queue.js';
import type { ConsoleLike, FetchLike } from '../platform.js';
import {
  type Callable,
  type ClassSpec,
  construct,
  type OptionValues,
  withArguments,
  withOptions,
} from './class-spec.js';
import { sink } from './formatter-classes.js';
import { pythonHTTP } from './http-options.js';
import {
  amount,
  callable,
  choice,
  either,
  flag,
  integer,
  level,
  name,
  type Option,
  off,
  opaque,
  reference,
} from './option.js';
import { fields, pair, record, texts } from './option-compound.js';

const handlerName: Option<Handler> = /* @__PURE__ */ reference('handler', 'the name of a handler', {
  type: 'string',
});
const consoleLike: Option<ConsoleLike> = /* @__PURE__ */ opaque(
  'a console',
  (value: Partial<ConsoleLike>) => typeof value.error === 'function',
);
const store: Option<Store> = /* @__PURE__ */ opaque(
  'a store, such as fileSpool() makes',
  (value: Partial<Store>) => typeof value.append === 'function',
);
const http = /* @__PURE__ */ withOptions(HTTPHandler, {
  kind: 'handler',
  args: [['url', name]],
  python: ['host', 'url', 'method', 'secure', 'credentials', 'context'],
  checkTogether: pythonHTTP.check,
  options: {
    method: choice('POST', 'GET', 'post', 'get'),
    encoding: choice('json', 'form'),
    headers: either(texts, callable<Extract<HTTPHeadersSource, () => unknown>>('a function')),
    credentials: choice('omit', 'same-origin', 'include'),
    fetch: callable<FetchLike>('a function like fetch'),
    timeout: amount(0, { exclusive: true }),
    standBy: callable<StandByRequest>('a function, such as fetchLaterBatch() makes'),
    compress: either(choice('auto', 'gzip'), off),
    resource: fields,
    batchSize: integer(1),
    batchBytes: integer(1),
    maxRecordBytes: integer(1),
    flushInterval: amount(0),
    flushLevel: level,
    retry: record('retry', { base: amount(0), cap: amount(0) }),
    store,
  },
});

/** The handlers that every environment has. */
export const handlerClasses: Readonly<Record<string, ClassSpec>> = {
  StreamHandler: /* @__PURE__ */ withArguments(StreamHandler, {
    kind: 'handler',
    args: [['stream', sink]],
    required: [],
    aliases: { strm: 'stream' },
  }),
  NullHandler: /* @__PURE__ */ withArguments(NullHandler, {
    kind: 'handler',
    args: [['level', level]],
    required: [],
  }),
  ConsoleHandler: /* @__PURE__ */ withOptions(ConsoleHandler, {
    kind: 'handler',
    args: [],
    options: { console: consoleLike, collapse: flag, styled: flag },
  }),
  BufferingHandler: /* @__PURE__ */ withArguments(BufferingHandler, {
    kind: 'handler',
    args: [['capacity', integer(0)]],
  }),
  MemoryHandler: /* @__PURE__ */ withOptions(MemoryHandler, {
    kind: 'handler',
    args: [['capacity', integer(0)]],
    python: ['capacity', 'flushLevel', 'target', 'flushOnClose'],
    options: {
      flushLevel: level,
      target: handlerName,
      flushOnClose: flag,
      overflow: choice('flush', 'drop-oldest'),
    },
  }),
  HTTPHandler: {
    ...http,
    options: {
      ...http.options,
      // Python's, beside ours.
      host: name,
      secure: flag,
      credentials: either(http.options['credentials']!, pair(name, name)),
    },
    make: (options, type) => construct(type, pythonHTTP.argumentsFor(options)),
  },
  QueueHandler: {
    kind: 'handler',
    type: QueueHandler,
    python: ['queue'],
    required: [],
    aliases: {},
    options: {
      queue: reference('queue', 'a queue with put(record), or what makes one', {
        anyOf: [{ type: 'string' }, { $ref: '#/definitions/factory' }],
      }),
      listener: reference('listener', 'a class of listeners', {
        anyOf: [{ type: 'string' }, { $ref: '#/definitions/factory' }],
      }),
      handlers: reference('handlers', 'a list of names of handlers', {
        type: 'array',
        items: { type: 'string' },
      }),
      respectHandlerLevel: flag,
    },
    make: (options, type) => withListener(options, ({ queue }) => construct(type, [queue])),
    makeOwn: withListener,
  },
};

/** What a queue handler's keys may name. */
export const queueClasses: Readonly<Record<string, ClassSpec>> = {
  // Python's, which is unbounded by default; here nothing is.
  Queue: {
    kind: 'queue',
    type: LogQueue,
    python: ['maxsize'],
    required: [],
    aliases: {},
    options: { maxsize: integer() },
    make({ maxsize = 0 }, type) {
      return construct(type, [(maxsize as number) > 0 ? { capacity: maxsize } : {}]);
    },
  },
  LogQueue: /* @__PURE__ */ withOptions(LogQueue, {
    kind: 'queue',
    args: [],
    python: ['capacity'],
    options: {
      capacity: integer(1),
      overflow: either(choice('drop-oldest', 'drop-newest'), record('overflow', { dropBelow: level })),
    },
  }),
  QueueListener: {
    kind: 'listener',
    type: QueueListener,
    python: [],
    required: [],
    aliases: {},
    options: {},
    make: makeListener,
  },
};

type Listen = (options: OptionValues) => QueueListener;

function withListener(given: OptionValues, create: (options: OptionValues) => object): object {
  const { queue = new LogQueue(), listener, handlers = [], respectHandlerLevel = false, ...options } = given;
  const handler = create({ queue, ...options }) as QueueHandler;
  const listen = (listener as Listen | undefined) ?? ((made) => makeListener(made, QueueListener));
  handler.listener = listen({ queue, handlers, respectHandlerLevel });
  return handler;
}

function makeListener({ queue, handlers, respectHandlerLevel }: OptionValues, type: Callable): QueueListener {
  return construct(type, [queue, ...(handlers as Handler[]), { respectHandlerLevel }]) as QueueListener;
}
