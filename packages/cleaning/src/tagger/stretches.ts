import { NEW_LINE, type Tokens } from './tokenise.ts'

const ENOUGH = 96
const MOST = 256

/** Where to cut a long text: after enough words at the next sentence's end or line, and at some length anyhow. */
export const stretchesOf = (text: string, { starts, gaps }: Tokens): [from: number, to: number][] => {
  const stretches: [number, number][] = []
  let from = 0
  for (let at = 1; at < starts.length; at++) {
    const length = at - from
    if (length < ENOUGH) continue
    const sign = text[starts[at - 1] as number]
    const ended = (gaps[at] as number) >= NEW_LINE || sign === '.' || sign === '!' || sign === '?'
    if (!ended && length < MOST) continue
    stretches.push([from, at])
    from = at
  }
  if (from < starts.length) stretches.push([from, starts.length])
  return stretches
}
