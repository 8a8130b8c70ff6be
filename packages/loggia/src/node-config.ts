import './node.js';

export * from '@loggia/core/config';
// In place of the core's own, which know fewer classes and have no files.
export {
  checkConfig,
  dictConfig,
  fileConfig,
  listen,
  stopListening,
  watchConfig,
} from '@loggia/node/config';
