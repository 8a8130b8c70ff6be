import type { RecordedStack } from './caller.fixtures.testing.js';

/** Recorded in Node 20. */
export const NODE_STACKS: readonly RecordedStack[] = [
  {
    what: 'top level of a CommonJS module',
    stacks: {
      node: '    at Object.<anonymous> (/srv/node dir/my (copy)/lib.cjs:2:27)\n    at Module._compile (node:internal/modules/cjs/loader:1521:14)\n    at Module._extensions..js (node:internal/modules/cjs/loader:1623:10)\n    at Module.load (node:internal/modules/cjs/loader:1266:32)',
    },
    frames: ['<module> at /srv/node dir/my (copy)/lib.cjs:2'],
  },
  {
    what: 'top level of an ES module',
    stacks: {
      node: '    at file:///srv/node%20dir/my%20(copy)/a.mjs:2:1\n    at ModuleJob.run (node:internal/modules/esm/module_job:325:25)\n    at async ModuleLoader.import (node:internal/modules/esm/loader:606:24)\n    at async asyncRunEntryPointWithESMLoader (node:internal/modules/run_main:117:5)',
    },
    frames: ['<module> at /srv/node dir/my (copy)/a.mjs:2'],
  },
  {
    what: 'arrow callback',
    stacks: {
      node: '    at file:///srv/node%20dir/my%20(copy)/a.mjs:3:19\n    at Array.forEach (<anonymous>)\n    at file:///srv/node%20dir/my%20(copy)/a.mjs:3:5\n    at ModuleJob.run (node:internal/modules/esm/module_job:325:25)',
    },
    frames: ['<anonymous> at /srv/node dir/my (copy)/a.mjs:3', '<module> at /srv/node dir/my (copy)/a.mjs:3'],
  },
  {
    what: 'listener arrow',
    stacks: {
      node: '    at EventEmitter.<anonymous> (file:///srv/node%20dir/my%20(copy)/a.mjs:5:34)\n    at EventEmitter.emit (node:events:524:28)\n    at file:///srv/node%20dir/my%20(copy)/a.mjs:5:49\n    at ModuleJob.run (node:internal/modules/esm/module_job:325:25)',
    },
    frames: [
      '<anonymous> at /srv/node dir/my (copy)/a.mjs:5',
      'emit at node:events:524',
      '<module> at /srv/node dir/my (copy)/a.mjs:5',
    ],
  },
  {
    what: 'initializer of a field',
    stacks: {
      node: '    at <instance_members_initializer> (file:///srv/node%20dir/my%20(copy)/a.mjs:10:45)\n    at new C (file:///srv/node%20dir/my%20(copy)/a.mjs:10:1)\n    at file:///srv/node%20dir/my%20(copy)/a.mjs:11:1\n    at ModuleJob.run (node:internal/modules/esm/module_job:325:25)',
    },
    frames: [
      '<instance_members_initializer> at /srv/node dir/my (copy)/a.mjs:10',
      'C at /srv/node dir/my (copy)/a.mjs:10',
      '<module> at /srv/node dir/my (copy)/a.mjs:11',
    ],
  },
  {
    what: 'getter of an object',
    stacks: {
      node: '    at get x [as x] (file:///srv/node%20dir/my%20(copy)/a.mjs:12:30)\n    at file:///srv/node%20dir/my%20(copy)/a.mjs:12:49\n    at ModuleJob.run (node:internal/modules/esm/module_job:325:25)\n    at async ModuleLoader.import (node:internal/modules/esm/loader:606:24)',
    },
    frames: ['x at /srv/node dir/my (copy)/a.mjs:12', '<module> at /srv/node dir/my (copy)/a.mjs:12'],
  },
  {
    what: 'direct eval',
    stacks: {
      node: '    at eval (eval at <anonymous> (file:///srv/node%20dir/my%20(copy)/a.mjs:13:1), <anonymous>:1:1)\n    at file:///srv/node%20dir/my%20(copy)/a.mjs:13:1\n    at ModuleJob.run (node:internal/modules/esm/module_job:325:25)\n    at async ModuleLoader.import (node:internal/modules/esm/loader:606:24)',
    },
    frames: ['<module> at /srv/node dir/my (copy)/a.mjs:13', '<module> at /srv/node dir/my (copy)/a.mjs:13'],
  },
  {
    what: 'a Windows path',
    stacks: {
      node: '    at f (C:\\shop\\cart.js:1:17)\n    at C:\\shop\\cart.js:1:29\n    at Script.runInThisContext (node:vm:137:12)\n    at Object.runInThisContext (node:vm:317:38)',
    },
    frames: [
      'f at C:\\shop\\cart.js:1',
      '<module> at C:\\shop\\cart.js:1',
      'runInThisContext at node:vm:137',
      'runInThisContext at node:vm:317',
    ],
  },
  {
    what: 'tick arrow',
    stacks: {
      node: '    at file:///srv/node%20dir/my%20(copy)/a.mjs:7:24\n    at process.processTicksAndRejections (node:internal/process/task_queues:77:11)',
    },
    frames: ['<anonymous> at /srv/node dir/my (copy)/a.mjs:7'],
  },
  {
    what: 'immediate arrow',
    stacks: {
      node: '    at Immediate._onImmediate (file:///srv/node%20dir/my%20(copy)/a.mjs:8:20)\n    at process.processImmediate (node:internal/timers:483:21)',
    },
    frames: ['_onImmediate at /srv/node dir/my (copy)/a.mjs:8'],
  },
  {
    what: 'after top-level await',
    stacks: { node: '    at file:///srv/node%20dir/my%20(copy)/a.mjs:18:1' },
    frames: ['<module> at /srv/node dir/my (copy)/a.mjs:18'],
  },
  {
    what: 'text of -e',
    stacks: {
      node: '    at [eval]:1:21\n    at runScriptInThisContext (node:internal/vm:209:10)\n    at node:internal/process/execution:118:14\n    at [eval]-wrapper:6:24',
    },
    frames: ['<module> at [eval]:1', '<module> at [eval]-wrapper:6'],
  },
];
