import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { onPageExit, onPageResume } from './lifecycle.js';

class Page extends EventTarget {
  visibilityState = 'visible';
}

let page: Page;
let scope: EventTarget;

beforeEach(() => {
  page = new Page();
  scope = new EventTarget();
  vi.stubGlobal('document', page);
  vi.stubGlobal('addEventListener', scope.addEventListener.bind(scope));
  vi.stubGlobal('removeEventListener', scope.removeEventListener.bind(scope));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

function show(visibilityState: 'visible' | 'hidden'): void {
  page.visibilityState = visibilityState;
  page.dispatchEvent(new Event('visibilitychange'));
}

describe('onPageExit', () => {
  it('says leaving when the page is hidden, and exit when it goes or freezes', () => {
    const heard: string[] = [];
    onPageExit((phase) => void heard.push(phase));
    show('hidden');
    show('visible');
    scope.dispatchEvent(new Event('pagehide'));
    page.dispatchEvent(new Event('freeze'));
    expect(heard).toEqual(['leaving', 'exit', 'exit']);
  });

  it('hears of it though the application stops the event', () => {
    const heard: string[] = [];
    onPageExit((phase) => void heard.push(phase));
    scope.addEventListener('pagehide', (event) => event.stopImmediatePropagation());
    scope.dispatchEvent(new Event('pagehide'));
    expect(heard).toEqual(['exit']);
  });

  it('hears nothing once it is cancelled', () => {
    const heard: string[] = [];
    onPageExit((phase) => void heard.push(phase))();
    show('hidden');
    scope.dispatchEvent(new Event('pagehide'));
    expect(heard).toEqual([]);
  });
});

describe('onPageResume', () => {
  it('hears of the network, of the cache, of the thaw, and of being seen again', () => {
    let count = 0;
    const cancel = onPageResume(() => void count++);
    show('hidden');
    expect(count).toBe(0);
    show('visible');
    scope.dispatchEvent(new Event('online'));
    scope.dispatchEvent(new Event('pageshow'));
    page.dispatchEvent(new Event('resume'));
    expect(count).toBe(4);
    cancel();
    scope.dispatchEvent(new Event('online'));
    expect(count).toBe(4);
  });

  it('works where there is neither a document nor events', () => {
    vi.unstubAllGlobals();
    vi.stubGlobal('addEventListener', undefined);
    expect(() => onPageResume(() => {})()).not.toThrow();
    expect(() => onPageExit(() => {})()).not.toThrow();
  });
});
