import './worker.js';

// In place of the core's own, which know fewer classes.
export { checkConfig, dictConfig, fileConfig } from '@loggia/browser/config';
export * from '@loggia/core/config';
