/** Says what is done now, and how long the whole has taken so far. */
export const progress = (part: string) => (what: string) =>
  console.error(`${String(Math.round(process.uptime())).padStart(5)} s  ${part.padEnd(9)}  ${what}`)
