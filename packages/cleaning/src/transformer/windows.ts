/** Words from `from` to `to` are read together; of those from `first` to `last` the answer counts. Ends exclusive. */
export type Window = { from: number; to: number; first: number; last: number }

/**
 * Stretches of words that fit into `room` pieces, each beginning inside the one before, so that every word is judged
 * where it has the more words on its nearer side. A word that is longer than the room is read by itself, cut short.
 */
export const windowsOf = (pieces: readonly number[], room: number): Window[] => {
  const overlap = Math.floor(room / 4)
  const windows: Window[] = []
  for (let from = 0; from < pieces.length; ) {
    let to = from
    let used = 0
    while (to < pieces.length && (to === from || used + (pieces[to] as number) <= room))
      used += pieces[to++] as number
    windows.push({ from, to, first: from, last: to })
    if (to === pieces.length) break
    let next = to
    let shared = 0
    while (next - 1 > from && shared + (pieces[next - 1] as number) <= overlap)
      shared += pieces[--next] as number
    from = next
  }
  for (let i = 1; i < windows.length; i++) {
    const before = windows[i - 1] as Window
    const here = windows[i] as Window
    const middle = Math.ceil((here.from + before.to) / 2)
    before.last = middle
    here.first = middle
  }
  return windows
}
