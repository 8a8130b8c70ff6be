export { type ErrorCaptureOptions, installErrorCapture } from './error-capture.js';
export { browserPlatform } from './platform.js';
export { workerPlatform } from './worker-platform.js';
