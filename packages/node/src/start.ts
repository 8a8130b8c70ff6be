// What importing `loggia` needs, apart from all the handlers: a program should not wait for modules it does not use.
export { readEnvironment } from './environment.js';
export { nodePlatform } from './platform.js';
