/** What an application says of itself, and anything else that holds for all its records. */
export interface ResourceFields {
  readonly service?: string | undefined;
  readonly release?: string | undefined;
  readonly environment?: string | undefined;
  readonly [name: string]: unknown;
}

/** The low-entropy hints, which need no promise; the types of TypeScript leave them out. */
interface UserAgentData {
  readonly brands: readonly { readonly brand: string; readonly version: string }[];
  readonly mobile: boolean;
  readonly platform: string;
}

/**
 * The `resource` of an `HTTPHandler` in a page or worker: what is given, and `browser`, which holds `brands`, `mobile`
 * and `platform`, or the `userAgent` where the browser has no such hints, and `language`, `timeZone` and `viewport`
 * (`width`, `height` in CSS pixels, and `scale`) as they are now.
 *
 * @example
 * ```ts page
 * import { HTTPHandler, pageResource } from 'loggia/browser';
 * const resource = pageResource({ service: 'shop', release: '1.4.2', environment: 'production' });
 * const handler = new HTTPHandler('/logs', { resource });
 * ```
 */
export function pageResource(about: ResourceFields = {}): Record<string, unknown> {
  const { navigator, innerWidth, innerHeight, devicePixelRatio } = globalThis;
  const data = (navigator as { userAgentData?: UserAgentData } | undefined)?.userAgentData;
  const agent =
    data === undefined
      ? { userAgent: navigator?.userAgent }
      : {
          brands: data.brands.map(({ brand, version }) => `${brand} ${version}`),
          mobile: data.mobile,
          platform: data.platform,
        };
  const viewport =
    innerWidth === undefined
      ? {}
      : { viewport: { width: innerWidth, height: innerHeight, scale: devicePixelRatio } };
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return { ...about, browser: { ...agent, language: navigator?.language, timeZone, ...viewport } };
}
