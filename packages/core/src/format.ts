export { strFormat } from './format/brace.js';
export { templateSubstitute } from './format/dollar.js';
export { percentFormat } from './format/percent.js';
export { type Sanitize, sanitizeText } from './format/sanitize.js';
export { strftime } from './format/strftime.js';
