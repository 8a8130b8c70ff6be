export type { DedupeOptions, DedupeStore } from './dedupe.js';
export { createIngest, type IngestAnswer, type IngestContext, type IngestOptions } from './ingest.js';
export { toNodeListener } from './node-listener.js';
export type { Rejection } from './validate.js';
