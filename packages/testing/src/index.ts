export { assertLogs, assertNoLogs } from './assert-logs.js';
export { type CapturedLogs, captureLogs } from './capture-logs.js';
export type { FakeAnswer, FakeNetwork, FakeRequest, FakeScript } from './fake-fetch.js';
export {
  type FakeCalls,
  type FakePlatform,
  type FakePlatformOptions,
  fakePlatform,
} from './fake-platform.js';
export { describeHandler, type HandlerCase, type HandlerUnderTest, handlerCases } from './handler-suite.js';
export { hostileValues } from './hostile-values.js';
export {
  describePlatform,
  type PlatformCase,
  type PlatformSuiteOptions,
  platformCases,
} from './platform-suite.js';
export { describeStore, type StoreBounds, type StoreCase, storeCases } from './store-suite.js';
export {
  describeTransport,
  type ReceiverMood,
  type TransportCase,
  type TransportUnderTest,
  transportCases,
} from './transport-suite.js';
