export function bundleShop(): Promise<void>;
