import type { Io } from '../io.ts'

export type Progress = {
  /** `total` 0 or absent: how far is not known. */
  update: (text: string, done?: number, total?: number) => void
  end: () => void
}

const barWidth = 24

const bar = (done: number, total: number): string => {
  const full = Math.min(barWidth, Math.floor((done / total) * barWidth))
  return `${'█'.repeat(full)}${'░'.repeat(barWidth - full)} ${String(Math.floor((done / total) * 100)).padStart(3)}%`
}

/** A line drawn again and again on a terminal; elsewhere one line for each step, none for its fractions. */
export const createProgress = (io: Io, quiet: boolean): Progress => {
  let said = ''
  let drawn = false
  return {
    update: (text, done = 0, total = 0) => {
      if (quiet) return
      if (io.drawable) {
        drawn = true
        io.err(`\r\u001b[K${total > 0 ? `${bar(done, total)}  ` : ''}${text}`)
      } else if (text !== said) io.err(`${text}\n`)
      said = text
    },
    end: () => {
      if (drawn) io.err('\r\u001b[K')
      drawn = false
      said = ''
    },
  }
}
