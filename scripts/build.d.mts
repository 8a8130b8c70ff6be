export function build(names?: string[]): Promise<void>;
