import type { ConfigListener, ListenOptions } from '@loggia/core/config';
import { ConfigServer } from '../receivers/config-server.js';
import { complain } from './complain.js';
import { applyConfigText } from './config-text.js';

const DEFAULT_LOGGING_CONFIG_PORT = 9030;

const started: Set<ConfigListener> = /* @__PURE__ */ new Set();

/** See `listen` of `@loggia/core/config`, which says the same and throws. */
export function listen(
  port: number = DEFAULT_LOGGING_CONFIG_PORT,
  options: ListenOptions = {},
): ConfigListener {
  const { ext, classes, strict } = options;
  const server = new ConfigServer(port, options, {
    apply: (text) => applyConfigText({ text, filename: '<received>' }, { ext, classes, strict }),
    onRefused: (error) => complain(`A configuration that was received is not applied: ${error.message}`),
  });
  const listener: ConfigListener = {
    get port() {
      return server.port;
    },
    async start() {
      await server.start();
      started.add(listener);
    },
    async stop() {
      started.delete(listener);
      await server.stop();
    },
    [Symbol.asyncDispose]: () => listener.stop(),
  };
  return listener;
}

/** Stops every server that {@link listen} made and that was started. */
export async function stopListening(): Promise<void> {
  await Promise.all([...started].map((listener) => listener.stop()));
}
