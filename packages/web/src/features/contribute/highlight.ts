import type { Finding } from '@usufruct/cleaning/types'

export type Piece = { text: string; finding: Finding | null }

/** Cuts a cell at its findings, so that each can be marked in place. Offsets are of the member's own text. */
export const piecesOf = (text: string, findings: readonly Finding[]): Piece[] => {
  const pieces: Piece[] = []
  let from = 0
  for (const finding of [...findings].sort((a, b) => a.where.start - b.where.start)) {
    const { start, end } = finding.where
    if (start < from || end > text.length) continue
    if (start > from) pieces.push({ text: text.slice(from, start), finding: null })
    pieces.push({ text: text.slice(start, end), finding })
    from = end
  }
  if (from < text.length) pieces.push({ text: text.slice(from), finding: null })
  return pieces
}

/** What a long text says around its findings: enough to recognise the place, no more than fits. */
export const around = (pieces: readonly Piece[], id: string, reach = 40): Piece[] => {
  const at = pieces.findIndex(({ finding }) => finding?.id === id)
  return pieces.map((piece, index) => {
    if (piece.finding || piece.text.length <= reach) return piece
    if (index < at) return { ...piece, text: `…${piece.text.slice(-reach)}` }
    return { ...piece, text: `${piece.text.slice(0, reach)}…` }
  })
}
