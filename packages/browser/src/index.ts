export { type BreadcrumbOptions, installBreadcrumbs } from './breadcrumbs.js';
export { type ErrorCaptureOptions, installErrorCapture } from './error-capture.js';
export { fetchLaterBatch } from './fetch-later.js';
export {
  IndexedDBHandler,
  type IndexedDBHandlerOptions,
  type ShippingStats,
} from './handlers/indexeddb.js';
export { type AllowedOverrides, allowLevelOverrides } from './level-overrides.js';
export { installPageContext, type PageContextOptions } from './page-context.js';
export { pageResource, type ResourceFields } from './page-resource.js';
export { browserPlatform } from './platform.js';
export { PortQueue, type PostTarget } from './port-queue.js';
export { receiveRecords } from './receive-records.js';
export { installServiceWorkerDelivery } from './service-worker.js';
export { type IndexedDBStoreOptions, indexedDBStore } from './store.js';
export { workerPlatform } from './worker-platform.js';
