export function findBrowser(): Promise<string>;
export function findFirefox(): string | undefined;
export function findWebKit(): string | undefined;
export function findOtherBrowsers(): Promise<string[]>;
