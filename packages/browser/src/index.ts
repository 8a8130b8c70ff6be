export { type BreadcrumbOptions, installBreadcrumbs } from './breadcrumbs.js';
export { type ErrorCaptureOptions, installErrorCapture } from './error-capture.js';
export { installPageContext, type PageContextOptions } from './page-context.js';
export { pageResource, type ResourceFields } from './page-resource.js';
export { browserPlatform } from './platform.js';
export { workerPlatform } from './worker-platform.js';
