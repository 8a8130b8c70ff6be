/** A stack as engines wrote it, and the frames in it: "function at path:line". */
export interface RecordedStack {
  readonly what: string;
  readonly stacks: Readonly<Record<string, string>>;
  readonly frames: readonly string[];
}

// Chromium 156, Firefox 153 and WebKitGTK 2.50 ran one page that was served from http://shop. An engine that tells
// less than the others stands by itself: WebKit knows no place of evaluated text and no names that were computed;
// Firefox and WebKit do not show who awaited.
export const BROWSER_STACKS: readonly RecordedStack[] = [
  {
    what: 'top level',
    stacks: {
      chromium: 'Error: boom\n    at http://shop/stacks.js:14:1',
      firefox: '@http://shop/stacks.js:14:2\n',
      webkit: 'module code@http://shop/stacks.js:14:2',
    },
    frames: ['<module> at http://shop/stacks.js:14'],
  },
  {
    what: 'function',
    stacks: {
      chromium: 'Error: boom\n    at named (http://shop/stacks.js:3:20)\n    at http://shop/stacks.js:15:1',
      firefox: 'named@http://shop/stacks.js:3:21\n@http://shop/stacks.js:15:1\n',
      webkit: 'named@http://shop/stacks.js:3:21\nmodule code@http://shop/stacks.js:15:6',
    },
    frames: ['named at http://shop/stacks.js:3', '<module> at http://shop/stacks.js:15'],
  },
  {
    what: 'constructor',
    stacks: {
      chromium:
        'Error: boom\n    at new Cart (http://shop/stacks.js:5:20)\n    at http://shop/stacks.js:16:11',
      firefox: 'Cart@http://shop/stacks.js:5:21\n@http://shop/stacks.js:16:11\n',
      webkit: 'Cart@http://shop/stacks.js:5:21\nmodule code@http://shop/stacks.js:16:19',
    },
    frames: ['Cart at http://shop/stacks.js:5', '<module> at http://shop/stacks.js:16'],
  },
  {
    what: 'method',
    stacks: {
      chromium:
        'Error: boom\n    at Cart.add (http://shop/stacks.js:6:11)\n    at http://shop/stacks.js:17:3',
      firefox: 'add@http://shop/stacks.js:6:12\n@http://shop/stacks.js:17:3\n',
      webkit: 'add@http://shop/stacks.js:6:12\nmodule code@http://shop/stacks.js:17:6',
    },
    frames: ['add at http://shop/stacks.js:6', '<module> at http://shop/stacks.js:17'],
  },
  {
    what: 'getter',
    stacks: {
      chromium:
        'Error: boom\n    at get total (http://shop/stacks.js:8:17)\n    at http://shop/stacks.js:17:27',
      firefox: 'get total@http://shop/stacks.js:8:18\n@http://shop/stacks.js:17:25\n',
      webkit: 'total@http://shop/stacks.js:8:18\nmodule code@http://shop/stacks.js:17:26',
    },
    frames: ['total at http://shop/stacks.js:8', '<module> at http://shop/stacks.js:17'],
  },
  {
    what: 'arrow callback',
    stacks: {
      chromium:
        'Error: boom\n    at http://shop/stacks.js:18:21\n    at Array.forEach (<anonymous>)\n    at http://shop/stacks.js:18:5',
      firefox: '@http://shop/stacks.js:18:22\n@http://shop/stacks.js:18:5\n',
      webkit: '@http://shop/stacks.js:18:22\nforEach@[native code]\nmodule code@http://shop/stacks.js:18:12',
    },
    frames: ['<anonymous> at http://shop/stacks.js:18', '<module> at http://shop/stacks.js:18'],
  },
  {
    what: 'computed',
    stacks: {
      chromium:
        'Error: boom\n    at Object.ab (http://shop/stacks.js:22:64)\n    at http://shop/stacks.js:23:10',
      firefox: 'ab@http://shop/stacks.js:22:65\n@http://shop/stacks.js:23:10\n',
    },
    frames: ['ab at http://shop/stacks.js:22', '<module> at http://shop/stacks.js:23'],
  },
  {
    what: 'computed',
    stacks: { webkit: '@http://shop/stacks.js:22:65\nmodule code@http://shop/stacks.js:23:12' },
    frames: ['<anonymous> at http://shop/stacks.js:22', '<module> at http://shop/stacks.js:23'],
  },
  {
    what: 'spaced',
    stacks: {
      chromium: 'Error: boom\n    at x y (http://shop/stacks.js:22:103)\n    at http://shop/stacks.js:23:24',
      firefox: 'x y@http://shop/stacks.js:22:104\n@http://shop/stacks.js:23:18\n',
      webkit: 'x y@http://shop/stacks.js:22:104\nmodule code@http://shop/stacks.js:23:24',
    },
    frames: ['x y at http://shop/stacks.js:22', '<module> at http://shop/stacks.js:23'],
  },
  {
    what: 'direct eval',
    stacks: {
      chromium:
        'Error: boom\n    at eval (eval at evals (http://shop/stacks.js:26:20), <anonymous>:1:1)\n    at evals (http://shop/stacks.js:26:20)\n    at http://shop/stacks.js:28:1',
      firefox:
        '@http://shop/stacks.js line 26 > eval:1:2\nevals@http://shop/stacks.js:26:20\n@http://shop/stacks.js:28:1\n',
    },
    frames: [
      '<module> at http://shop/stacks.js:26',
      'evals at http://shop/stacks.js:26',
      '<module> at http://shop/stacks.js:28',
    ],
  },
  {
    what: 'direct eval',
    stacks: {
      webkit:
        'eval code@\neval@[native code]\nevals@http://shop/stacks.js:26:24\nmodule code@http://shop/stacks.js:28:6',
    },
    frames: ['evals at http://shop/stacks.js:26', '<module> at http://shop/stacks.js:28'],
  },
  {
    what: 'function in eval',
    stacks: {
      chromium:
        'Error: boom\n    at inEval (eval at evals (http://shop/stacks.js:26:90), <anonymous>:1:22)\n    at eval (eval at evals (http://shop/stacks.js:26:90), <anonymous>:1:47)\n    at evals (http://shop/stacks.js:26:90)\n    at http://shop/stacks.js:28:1',
      firefox:
        'inEval@http://shop/stacks.js line 26 > eval:1:23\n@http://shop/stacks.js line 26 > eval:1:47\nevals@http://shop/stacks.js:26:90\n@http://shop/stacks.js:28:1\n',
    },
    frames: [
      'inEval at http://shop/stacks.js:26',
      '<module> at http://shop/stacks.js:26',
      'evals at http://shop/stacks.js:26',
      '<module> at http://shop/stacks.js:28',
    ],
  },
  {
    what: 'function in eval',
    stacks: {
      webkit:
        'inEval@\neval code@\neval@[native code]\nevals@http://shop/stacks.js:26:94\nmodule code@http://shop/stacks.js:28:6',
    },
    frames: ['evals at http://shop/stacks.js:26', '<module> at http://shop/stacks.js:28'],
  },
  {
    what: 'new Function',
    stacks: {
      chromium:
        'Error: boom\n    at eval (eval at evals (http://shop/stacks.js:26:148), <anonymous>:3:1)\n    at evals (http://shop/stacks.js:26:186)\n    at http://shop/stacks.js:28:1',
      firefox:
        'anonymous@http://shop/stacks.js line 26 > Function:3:2\nevals@http://shop/stacks.js:26:186\n@http://shop/stacks.js:28:1\n',
    },
    frames: [
      '<module> at http://shop/stacks.js:26',
      'evals at http://shop/stacks.js:26',
      '<module> at http://shop/stacks.js:28',
    ],
  },
  {
    what: 'new Function',
    stacks: {
      webkit: 'anonymous@\nevals@http://shop/stacks.js:26:186\nmodule code@http://shop/stacks.js:28:6',
    },
    frames: ['evals at http://shop/stacks.js:26', '<module> at http://shop/stacks.js:28'],
  },
  {
    what: 'sourceURL function',
    stacks: {
      chromium:
        'Error: boom\n    at loaded (webpack-internal:///./src/cart.ts:1:22)\n    at eval (webpack-internal:///./src/cart.ts:1:48)\n    at evals (http://shop/stacks.js:26:274)\n    at http://shop/stacks.js:28:1',
    },
    frames: [
      'loaded at webpack-internal:///./src/cart.ts:1',
      '<module> at webpack-internal:///./src/cart.ts:1',
      'evals at http://shop/stacks.js:26',
      '<module> at http://shop/stacks.js:28',
    ],
  },
  {
    what: 'sourceURL function',
    stacks: {
      firefox:
        'loaded@webpack-internal:///./src/cart.ts:1:23\n@webpack-internal:///./src/cart.ts:1:48\nevals@http://shop/stacks.js:26:274\n@http://shop/stacks.js:28:1\n',
    },
    frames: [
      'loaded at webpack-internal:///./src/cart.ts:1',
      '<anonymous> at webpack-internal:///./src/cart.ts:1',
      'evals at http://shop/stacks.js:26',
      '<module> at http://shop/stacks.js:28',
    ],
  },
  {
    what: 'sourceURL function',
    stacks: {
      webkit:
        'loaded@\neval code@\neval@[native code]\nevals@http://shop/stacks.js:26:278\nmodule code@http://shop/stacks.js:28:6',
    },
    frames: ['evals at http://shop/stacks.js:26', '<module> at http://shop/stacks.js:28'],
  },
  {
    what: 'async after await',
    stacks: {
      chromium:
        'Error: boom\n    at af (http://shop/stacks.js:29:35)\n    at async waits (http://shop/stacks.js:30:26)\n    at async http://shop/stacks.js:44:1',
    },
    frames: [
      'af at http://shop/stacks.js:29',
      'waits at http://shop/stacks.js:30',
      '<module> at http://shop/stacks.js:44',
    ],
  },
  {
    what: 'async after await',
    stacks: { firefox: 'af@http://shop/stacks.js:29:36\n', webkit: 'af@http://shop/stacks.js:29:36' },
    frames: ['af at http://shop/stacks.js:29'],
  },
  {
    what: 'after top-level await',
    stacks: {
      chromium: 'Error: boom\n    at http://shop/stacks.js:45:1',
      firefox: '@http://shop/stacks.js:45:2\n',
      webkit: 'module code@http://shop/stacks.js:45:2',
    },
    frames: ['<module> at http://shop/stacks.js:45'],
  },
  {
    what: 'timer arrow',
    stacks: {
      chromium: 'Error: boom\n    at http://shop/stacks.js:46:45',
      firefox: '@http://shop/stacks.js:46:46\n',
      webkit: '@http://shop/stacks.js:46:46',
    },
    frames: ['<module> at http://shop/stacks.js:46'],
  },
  {
    what: 'then arrow',
    stacks: {
      chromium: 'Error: boom\n    at http://shop/stacks.js:47:38\n    at async http://shop/stacks.js:47:1',
    },
    frames: ['<anonymous> at http://shop/stacks.js:47', '<module> at http://shop/stacks.js:47'],
  },
  {
    what: 'then arrow',
    stacks: { firefox: '@http://shop/stacks.js:47:39\n', webkit: '@http://shop/stacks.js:47:39' },
    frames: ['<module> at http://shop/stacks.js:47'],
  },
  {
    what: 'blob',
    stacks: {
      chromium:
        'Error: boom\n    at Module.inBlob (blob:http://shop/e844d46d-e054-4adc-87ce-fca84f816d18:1:36)\n    at http://shop/stacks.js:51:29',
      firefox:
        'inBlob@blob:http://shop/e844d46d-e054-4adc-87ce-fca84f816d18:1:37\n@http://shop/stacks.js:51:22\n',
      webkit:
        'inBlob@blob:http://shop/e844d46d-e054-4adc-87ce-fca84f816d18:1:37\nmodule code@http://shop/stacks.js:51:29',
    },
    frames: [
      'inBlob at blob:http://shop/e844d46d-e054-4adc-87ce-fca84f816d18:1',
      '<module> at http://shop/stacks.js:51',
    ],
  },
  {
    what: 'data',
    stacks: {
      chromium:
        "Error: boom\n    at Module.inData (data:text/javascript,export default function inData() { S('data'); }:1:36)\n    at http://shop/stacks.js:52:95",
      firefox:
        "inData@data:text/javascript,export default function inData() { S('data'); }:1:37\n@http://shop/stacks.js:52:88\n",
      webkit:
        "inData@data:text/javascript,export default function inData() { S('data'); }:1:37\nmodule code@http://shop/stacks.js:52:95",
    },
    frames: ['inData at data:text/javascript:1', '<module> at http://shop/stacks.js:52'],
  },
  {
    what: 'vite function',
    stacks: {
      chromium:
        'Error: boom\n    at viteFn (http://shop/@fs/srv/my%20shop/src/cart.ts?t=17:2:28)\n    at http://shop/@fs/srv/my%20shop/src/cart.ts?t=17:3:1',
      firefox:
        'viteFn@http://shop/@fs/srv/my%20shop/src/cart.ts?t=17:2:29\n@http://shop/@fs/srv/my%20shop/src/cart.ts?t=17:3:1\n',
      webkit:
        'viteFn@http://shop/@fs/srv/my%20shop/src/cart.ts:2:29\nmodule code@http://shop/@fs/srv/my%20shop/src/cart.ts:3:7',
    },
    frames: [
      'viteFn at http://shop/@fs/srv/my%20shop/src/cart.ts:2',
      '<module> at http://shop/@fs/srv/my%20shop/src/cart.ts:3',
    ],
  },
];
