/** Whether version `one` comes after `other`; both as `1.0.0`. */
export const isNewerVersion = (one: string, other: string): boolean => {
  const [a, b] = [one, other].map((version) => version.split('.').map(Number)) as [number[], number[]]
  const at = a.findIndex((part, place) => part !== b[place])
  return at >= 0 && (a[at] ?? 0) > (b[at] ?? 0)
}
