import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

let scope: EventTarget;
let receivers: typeof import('./receivers.js');

beforeEach(async () => {
  scope = new EventTarget();
  vi.stubGlobal('addEventListener', scope.addEventListener.bind(scope));
  vi.stubGlobal('location', { href: 'https://shop.test/cart?item=1' });
  vi.resetModules();
  receivers = await import('./receivers.js');
});
afterEach(() => {
  vi.unstubAllGlobals();
});

function violate(blockedURI: string, disposition = 'enforce'): void {
  scope.dispatchEvent(Object.assign(new Event('securitypolicyviolation'), { blockedURI, disposition }));
}

describe('isForbidden', () => {
  it('is true from the violation on that names the URL, whatever query the request had', () => {
    expect(receivers.isForbidden('/logs')).toBe(false);
    violate('https://shop.test/logs?name=a');
    expect(receivers.isForbidden('/logs')).toBe(true);
    expect(receivers.isForbidden('/logs?x')).toBe(true);
  });

  it('does not take another URL for it, nor a policy that only reports', () => {
    receivers.isForbidden('/logs');
    violate('https://shop.test/api');
    violate('https://other.test/logs');
    violate('inline');
    violate('https://shop.test/logs', 'report');
    expect(receivers.isForbidden('/logs')).toBe(false);
    expect(receivers.isForbidden('/api')).toBe(false);
  });
});

describe('isReceiver', () => {
  it('knows the URLs that Loggia sends to, absolute or not', () => {
    expect(receivers.isReceiver('/logs')).toBe(false);
    receivers.isForbidden('/logs');
    expect(receivers.isReceiver('https://shop.test/logs?name=a#b')).toBe(true);
    expect(receivers.isReceiver('/log')).toBe(false);
    expect(receivers.isReceiver('https://[')).toBe(false);
  });
});
