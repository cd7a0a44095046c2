import { qrPath, qrSquares } from '@usufruct/sdk/documents/qrImage'
import { useMemo } from 'react'

/** Black on white whatever the page's colours are: not every camera reads a code turned inside out. */
export function QrCode({ text, label, testId }: { text: string; label: string; testId?: string }) {
  const squares = useMemo(() => qrSquares(text), [text])
  const size = squares.length
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      data-testid={testId}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={qrPath(squares)} fill="#000" />
    </svg>
  )
}
