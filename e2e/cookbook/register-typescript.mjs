// `node --import` this where Node doesn't run TypeScript by itself; threads and child processes inherit it.
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
