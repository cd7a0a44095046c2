export type Check = { name: string; ok: boolean; found: string; hint: string }

export const good = (name: string, found: string): Check => ({ name, ok: true, found, hint: '' })
export const bad = (name: string, found: string, hint: string): Check => ({ name, ok: false, found, hint })
