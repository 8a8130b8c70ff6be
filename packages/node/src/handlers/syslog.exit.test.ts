import { expect, it } from 'vitest';
import { bundleProgram } from '../spawn.testing.js';
import { type Daemon, streamDaemon, udpDaemon } from '../syslog/daemon.testing.js';
import { until } from '../until.testing.js';

const hear = (daemon: Daemon, isEnough: (text: string) => boolean): Promise<string> =>
  until(() => Buffer.concat(daemon.received).toString(), isEnough);

it('over UDP, what was logged right before a program ends is sent', { timeout: 60_000 }, async () => {
  const daemon = await udpDaemon();
  const program = await bundleProgram(`
      import { getLogger, installPlatform } from '@loggia/core';
      import { nodePlatform, SysLogHandler } from '@loggia/node';
      installPlatform(nodePlatform);
      const log = getLogger('shop');
      log.addHandler(new SysLogHandler({ address: ['localhost', Number(process.argv[2])] }));
      for (let i = 0; i < 100; i++) log.error('record %d', i);
      process.exit(3);
    `);
  const ended = await program.run({ args: [String(daemon.port)] });
  expect(ended).toMatchObject({ code: 3, stderr: '' });
  const text = await hear(daemon, (heard) => heard.includes('record 99'));
  expect(text).toBe(Array.from({ length: 100 }, (_, i) => `<11>record ${i}\0`).join(''));
  program.dispose();
  await daemon.stop();
});

it('over TCP, a program that has nothing more to do sends what waits, and ends', {
  timeout: 60_000,
}, async () => {
  const daemon = await streamDaemon();
  const program = await bundleProgram(`
    import { getLogger, installPlatform } from '@loggia/core';
    import { nodePlatform, SysLogHandler } from '@loggia/node';
    installPlatform(nodePlatform);
    const log = getLogger('shop');
    const port = Number(process.argv[2]);
    log.addHandler(new SysLogHandler({ address: ['localhost', port], socktype: 'tcp', framing: 'newline' }));
    for (let i = 0; i < 1000; i++) log.error('record %d', i);
  `);
  const ended = await program.run({ args: [String(daemon.port)] });
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect((await hear(daemon, (text) => text.includes('record 999\n'))).split('\n')).toHaveLength(1001);
  program.dispose();
  await daemon.stop();
});

it('over TCP, what was logged right before a program ends without a connection is lost, and counted', {
  timeout: 60_000,
}, async () => {
  const daemon = await streamDaemon();
  const program = await bundleProgram(`
    import { getLogger, getStats, installPlatform } from '@loggia/core';
    import { nodePlatform, SysLogHandler } from '@loggia/node';
    installPlatform(nodePlatform);
    const log = getLogger('shop');
    log.addHandler(new SysLogHandler({ address: ['localhost', Number(process.argv[2])], socktype: 'tcp' }));
    for (let i = 0; i < 3; i++) log.error('record %d', i);
    process.on('exit', () => console.log(getStats().dropped));
    process.exit(3);
  `);
  const ended = await program.run({ args: [String(daemon.port)] });
  expect(ended).toMatchObject({ code: 3, stdout: '3\n' });
  expect(ended.stderr).toContain(
    '<SysLogHandler (NOTSET)>: 3 records were not sent before the program ended',
  );
  program.dispose();
  await daemon.stop();
});
