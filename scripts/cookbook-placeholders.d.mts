export const PLACEHOLDERS: Readonly<Record<string, { readonly pattern: string; readonly sample: string }>>;
