import { qrPath, qrSquares, splitPayload } from './qrParts.ts'

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** A QR code as an SVG image with a name for screen readers; black on white whatever the page’s colours are. */
export const qrSvg = (text: string, label: string): string => {
  const squares = qrSquares(text)
  const size = squares.length
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" role="img" aria-label="${escaped(label)}" ` +
    `shape-rendering="crispEdges"><title>${escaped(label)}</title><path fill="#fff" d="M0 0h${size}v${size}H0z"/>` +
    `<path d="${qrPath(squares)}"/></svg>`
  )
}

/** A leave card’s payload for the screen: one SVG, or several numbered ones where it is too long for one. */
export const leaveCardSvg = (payload: string): string[] =>
  splitPayload(payload).map((part, at, parts) =>
    qrSvg(
      part,
      parts.length === 1
        ? 'Leave card: a QR code that takes your permissions back'
        : `Leave card: QR code ${at + 1} of ${parts.length}`,
    ),
  )
