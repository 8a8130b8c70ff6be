export * from '@loggia/node';
export * from './node.js';
