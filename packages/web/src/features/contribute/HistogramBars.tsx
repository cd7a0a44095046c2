import type { Histogram } from '@usufruct/cleaning/quality/histogram'

const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 })
const height = 40
/** Beside the bins, for what lies far out. */
const margin = 2

/** A column’s figures as bars, with a dot at the side where some lie far out. */
export function HistogramBars({ histogram }: { histogram: Histogram }) {
  const { low, high, counts, below, above } = histogram
  const most = Math.max(...counts)
  const width = counts.length + 2 * margin
  return (
    <figure>
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className="histogram"
      >
        {counts.map((count, bin) => {
          const tall = (count / most) * (height - 2)
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
              key={bin}
              className="bar-full"
              x={margin + bin + 0.08}
              y={height - 1 - tall}
              width={0.84}
              height={tall}
            />
          )
        })}
        <rect className="bar-empty" x={margin} y={height - 1} width={counts.length} height={1} />
        {below > 0 && <rect className="bar-far" x={0.3} y={height - 8} width={0.8} height={8} />}
        {above > 0 && <rect className="bar-far" x={width - 1.1} y={height - 8} width={0.8} height={8} />}
      </svg>
      <figcaption className="small soft histogram-ends">
        <span>{number.format(low)}</span>
        <span>{number.format(high)}</span>
      </figcaption>
    </figure>
  )
}
