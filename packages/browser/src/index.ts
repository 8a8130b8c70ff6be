export { browserPlatform } from './platform.js';
export { workerPlatform } from './worker-platform.js';
