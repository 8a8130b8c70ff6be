import { describe, expect, it } from 'vitest';
import { freshCore } from './fresh.testing.js';

/** The modules under test, over the same fresh core. */
async function fresh() {
  const core = await freshCore();
  return { ...core, ...(await import('./tree-text.js')), ...(await import('./explain.js')) };
}

describe('describeTree', () => {
  it('shows each logger with its levels, and who keeps records to itself', async () => {
    const { describeTree, getLogger, Handler, root } = await fresh();
    root.addHandler(new Handler('ERROR'));
    getLogger('shop').setLevel('DEBUG');
    getLogger('shop.cart').propagate = false;
    getLogger('shop.cart.items');
    getLogger('audit').disabled = true;
    expect(describeTree()).toBe(`"root"
|   Level WARNING
|   Handler <Handler (ERROR)>
|
o<--"audit"
|       Level NOTSET so inherits level WARNING
|       Disabled
|
o<--"shop"
    |   Level DEBUG
    |
    o   "shop.cart"
        |   Level NOTSET so inherits level DEBUG
        |   Propagate off
        |
        o<--"shop.cart.items"
                Level NOTSET so inherits level DEBUG
`);
  });

  it('shows filters, formatters and the handlers behind handlers', async () => {
    const { describeTree, root, ...core } = await fresh();
    const target = new core.StreamHandler({ write: () => undefined });
    target.setFormatter(
      Object.assign(new core.Formatter('%(message)s', { datefmt: '%H' }), { fmt: '%(message)s' }),
    );
    const memory = new core.MemoryHandler(10, { target });
    memory.name = 'recorder';
    memory.addFilter(new core.Filter('shop'));
    memory.addFilter(() => true);
    memory.addFilter(function sober() {
      return true;
    });
    root.addFilter({ filter: () => true });
    const queue = Object.assign(new core.Handler(), { listener: { handlers: [new core.NullHandler()] } });
    root.handlers = [memory, queue];
    expect(describeTree()).toBe(`"root"
    Level WARNING
    Filter <Object>
    Handler <MemoryHandler (NOTSET)> named recorder
      Filter <Filter "shop">
      Filter function (anonymous)
      Filter function sober
      Flushes at ERROR
      Target <StreamHandler (NOTSET)>
        Formatter <Formatter "%(message)s" "%H">
    Handler <Handler (NOTSET)>
      Listener <NullHandler (NOTSET)>
`);
  });

  it('says what is disabled everywhere, and who steps in where there is no handler', async () => {
    const { describeTree, disable, settings } = await fresh();
    disable('INFO');
    expect(describeTree()).toBe(`Disabled up to INFO, everywhere

"root"
    Level WARNING

Last resort <StreamHandler (WARNING)>
`);
    settings.lastResort = null;
    expect(describeTree()).toContain('\nLast resort none\n');
  });

  it('comes to an end where handlers pass on in a circle, and takes any name and text', async () => {
    const { describeTree, root, getLogger, ...core } = await fresh();
    const memory = new core.MemoryHandler(10);
    memory.target = memory;
    class Rude extends core.Handler {
      override toString(): string {
        throw new Error('rude');
      }
    }
    root.handlers = [memory, new Rude()];
    getLogger('a "b"\n');
    expect(describeTree()).toContain('Handler <Rude>');
    expect(describeTree()).toContain('o<--"a \\"b\\"\\n"');
  });
});

describe('explain', () => {
  it('follows a record to each handler, and names the filters on its way', async () => {
    const { explain, getLogger, Handler, Filter, root } = await fresh();
    root.handlers = [new Handler('ERROR')];
    const shop = getLogger('shop');
    shop.setLevel('INFO');
    shop.addHandler(new Handler());
    shop.handlers[0]?.addFilter(new Filter('shop.cart'));
    const cart = getLogger('shop.cart');
    cart.addFilter(() => true);
    expect(explain(cart, 'INFO')).toBe(`A record of "shop.cart" at INFO (20):
- nothing is disabled everywhere
- "shop.cart" is not disabled
- it reaches the level INFO (20), which comes from "shop"
- the filter function (anonymous) of "shop.cart" may drop it
- "shop.cart" has no handlers
- "shop" gives it to <Handler (NOTSET)>
- the filter <Filter "shop.cart"> of <Handler (NOTSET)> may drop it
- <Handler (ERROR)> of "root" skips it: it takes ERROR (40) and above
`);
    shop.propagate = false;
    expect(explain('shop.cart', 'ERROR')).toContain('- "shop" does not propagate: it goes no further\n');
    expect(explain('shop.cart', 'ERROR')).not.toContain('root');
  });

  it('names everything that stops a record before it is made', async () => {
    const { explain, getLogger, disable } = await fresh();
    getLogger('shop').disabled = true;
    disable('INFO');
    expect(explain('shop', 20)).toBe(`A record of "shop" at INFO (20):
- STOPS: disable(INFO) holds for all loggers
- STOPS: "shop" is disabled
- STOPS: it is below the level WARNING (30), which comes from "root"
`);
    expect(explain('shop', 30)).toContain('- disable(INFO) holds for all loggers, and this is above it\n');
  });

  it('knows the last resort', async () => {
    const { explain, settings, root } = await fresh();
    expect(explain('', 'ERROR')).toContain('- the last resort gives it to <StreamHandler (WARNING)>\n');
    root.setLevel(1);
    expect(explain(root, 'INFO')).toContain(
      '- <StreamHandler (WARNING)> as the last resort skips it: it takes',
    );
    settings.lastResort = null;
    expect(explain(root, 'INFO')).toContain('- STOPS: there is no handler, and no last resort\n');
  });

  it('agrees with what happens', async () => {
    const { explain, getLogger, Handler, root, disable } = await fresh();
    let taken = 0;
    class Counting extends Handler {
      override emit(): void {
        taken++;
      }
    }
    root.handlers = [new Counting('ERROR'), new Counting()];
    const log = getLogger('a.b');
    for (const change of [
      () => log.setLevel(10),
      () => disable(20),
      () => (log.propagate = false),
      () => log.addHandler(new Counting(30)),
      () => (log.disabled = true),
    ]) {
      change();
      for (const level of [10, 20, 30, 40, 50]) {
        taken = 0;
        log.log(level, 'x');
        expect(explain(log, level).match(/gives it to <Counting/g)?.length ?? 0).toBe(taken);
      }
    }
  });

  it('refuses what is no level', async () => {
    const { explain } = await fresh();
    expect(() => explain('', 'LOUD')).toThrow('LOUD');
  });
});
