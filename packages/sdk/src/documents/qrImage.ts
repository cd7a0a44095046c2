import encodeQR from 'qr'

const border = 4

/** Squares of a QR code with its quiet border, row by row; true is dark. Error correction M. */
export const qrSquares = (text: string): boolean[][] => encodeQR(text, 'raw', { ecc: 'medium', border })

/** One path for all dark squares, runs of a row drawn at once. */
export const qrPath = (squares: readonly (readonly boolean[])[]): string => {
  let path = ''
  for (const [y, row] of squares.entries()) {
    let from = -1
    for (let x = 0; x <= row.length; x++) {
      if (row[x] && from < 0) from = x
      if (!row[x] && from >= 0) {
        path += `M${from} ${y}h${x - from}v1h-${x - from}z`
        from = -1
      }
    }
  }
  return path
}

/** A QR code as a picture in a PDF, `width` in points. */
export const qrImage = (text: string, width: number): { svg: string; width: number } => {
  const squares = qrSquares(text)
  return {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${squares.length} ${squares.length}"><path d="${qrPath(squares)}"/></svg>`,
    width,
  }
}
