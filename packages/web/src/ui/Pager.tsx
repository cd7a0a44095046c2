import { Button } from './Button.tsx'
import { formatCount } from './words.ts'

type Props = {
  /** What is paged, for a screen reader: “Rows”. */
  label: string
  page: number
  size: number
  total: number
  onPage: (page: number) => void
}

/** “26–50 of 1,204”, with the way to the others. Nothing where everything is on one page. */
export function Pager({ label, page, size, total, onPage }: Props) {
  if (total <= size) return null
  const from = page * size
  return (
    <nav className="pager" aria-label={label}>
      <Button small disabled={page === 0} onClick={() => onPage(page - 1)}>
        Back
      </Button>
      <span className="small soft number" role="status">
        {formatCount(from + 1)}–{formatCount(Math.min(total, from + size))} of {formatCount(total)}
      </span>
      <Button small disabled={from + size >= total} onClick={() => onPage(page + 1)}>
        More
      </Button>
    </nav>
  )
}
