import { describe, expect, it } from 'vitest';
import { fakePlatform } from './fake-platform.js';

describe('fakePlatform', () => {
  it('runs due timers in the order of their times, at their times, also those that a timer sets', () => {
    const fake = fakePlatform({ startMs: 1000 });
    const ran: [string, number][] = [];
    const note = (name: string) => () => void ran.push([name, fake.now()]);
    fake.timer(30, note('c'));
    fake.timer(10, () => {
      note('a')();
      fake.timer(10, note('b'));
    });
    const cancel = fake.timer(15, note('never'));
    fake.timer(31, note('later'));
    cancel();
    fake.advance(30);
    expect(ran).toEqual([
      ['a', 1010],
      ['b', 1020],
      ['c', 1030],
    ]);
    expect([fake.now(), fake.pendingTimers]).toEqual([1030, 1]);
  });

  it('lets promises settle between timers', async () => {
    const fake = fakePlatform();
    const ran: string[] = [];
    fake.timer(1, async () => {
      for (let turn = 0; turn < 20; turn++) await undefined;
      ran.push('promise');
    });
    fake.timer(2, () => void ran.push('timer'));
    await fake.advanceAsync(2);
    expect(ran).toEqual(['promise', 'timer']);
  });

  it('answers requests by script, then by default, and remembers them', async () => {
    const fake = fakePlatform();
    fake.network.answers.push({ status: 503, headers: { 'Retry-After': '2' }, body: 'busy' });
    fake.network.answers.push({ error: new TypeError('reset') });
    const ask = (): ReturnType<NonNullable<typeof fake.fetch>> =>
      fake.fetch!('/logs', { method: 'POST', headers: {}, body: 'x' });
    const first = await ask();
    expect([first.status, first.headers.get('retry-after'), await first.text()]).toEqual([503, '2', 'busy']);
    await expect(ask()).rejects.toThrow('reset');
    expect((await ask()).status).toBe(204);
    expect(fake.network.requests.map(({ answerRead }) => answerRead)).toEqual([true, false, false]);
  });

  it('aborts what hangs, and answers late by its own clock', async () => {
    const fake = fakePlatform();
    fake.network.answers.push({ hang: true }, { delayMs: 5 });
    const abort = fake.abortController()!;
    const hanging = fake.fetch!('/', { method: 'GET', headers: {}, signal: abort.signal });
    abort.abort();
    await expect(hanging).rejects.toMatchObject({ name: 'AbortError' });
    let status = 0;
    const slow = fake.fetch!('/', { method: 'GET', headers: {} }).then((response) => {
      status = response.status;
    });
    await fake.advanceAsync(4);
    expect(status).toBe(0);
    await fake.advanceAsync(1);
    await slow;
    expect(status).toBe(204);
  });

  it('tells its listeners of the end and of the return, until they cancel', () => {
    const fake = fakePlatform();
    const heard: string[] = [];
    const cancel = fake.onExit((phase) => void heard.push(phase));
    fake.onResume(() => void heard.push('resume'));
    fake.exit('leaving');
    cancel();
    fake.exit('exit');
    fake.setOnline(false);
    fake.setOnline(true);
    expect(heard).toEqual(['leaving', 'resume']);
  });

  it('counts what costs, records what is printed, and can lack what hosts lack', () => {
    const fake = fakePlatform({ caller: null, without: ['console', 'fetch'] });
    fake.stderr.write('a');
    fake.stderr.write('b');
    expect(fake.stderrText).toBe('ab');
    expect([fake.console, fake.fetch, fake.caller(() => {}, 1)]).toEqual([undefined, undefined, undefined]);
    expect(fake.calls).toMatchObject({ caller: 1, now: 0 });
    const other = fakePlatform();
    other.console?.warn('x', 1);
    expect(other.consoleCalls).toEqual([['warn', 'x', 1]]);
    expect([other.uuid(), other.uuid()]).toEqual(['0'.repeat(31).concat('1'), '0'.repeat(31).concat('2')]);
  });
});
