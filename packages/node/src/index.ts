export type { EncodingErrors } from './files/encoding.js';
export { UnicodeEncodeError } from './files/encoding.js';
export { FileHandler, type FileHandlerOptions } from './handlers/file.js';
export { nodePlatform } from './platform.js';
