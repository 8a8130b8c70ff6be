import 'fake-indexeddb/auto';
import { describeStore } from '@loggia/testing';
import { it } from 'vitest';
import { indexedDBStore } from './store.js';

let names = 0;
describeStore(it, 'indexedDBStore', (bounds) => indexedDBStore({ name: `suite ${names++}`, ...bounds }));
