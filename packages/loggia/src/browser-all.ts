export * from '@loggia/browser';
export * from './browser.js';
