import type { FindingType } from '@usufruct/cleaning/types'
import { useEffect, useState } from 'react'
import { testIds } from '../../app/testIds.ts'
import type { Overlooked } from './fileChoices.ts'
import { findingWords } from './findingWords.ts'

/** Tells a cell of the member’s own file from all other text on the page. */
export const placeOf = (row: number, column: string) => ({ 'data-row': row, 'data-column': column })

type Marked = Omit<Overlooked, 'type'> & { text: string }

/** The part of one cell that is selected, if it is in one cell. Offsets are of the cell’s text. */
const selectedPlace = (): Marked | null => {
  const selection = document.getSelection()
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null
  const range = selection.getRangeAt(0)
  const { startContainer, endContainer } = range
  const cell = startContainer.parentElement?.closest<HTMLElement>('[data-row][data-column]')
  if (!cell?.contains(endContainer)) return null
  const before = document.createRange()
  before.selectNodeContents(cell)
  before.setEnd(startContainer, range.startOffset)
  const text = range.toString()
  const start = before.toString().length + text.length - text.trimStart().length
  const marked = text.trim()
  return marked === ''
    ? null
    : {
        row: Number(cell.dataset.row),
        column: cell.dataset.column ?? '',
        start,
        end: start + marked.length,
        text: marked,
      }
}

const types = Object.keys(findingWords) as FindingType[]

/** What we overlooked: the member marks it in their own file, and it is hidden too. */
export function MarkOverlooked({ onOverlooked }: { onOverlooked: (overlooked: Overlooked) => void }) {
  const [place, setPlace] = useState<Marked | null>(null)
  const [type, setType] = useState<FindingType>('person')
  useEffect(() => {
    const look = () => {
      const next = selectedPlace()
      // A click on the button ends the selection; what was marked stays until something else is.
      if (next) setPlace(next)
    }
    document.addEventListener('selectionchange', look)
    return () => document.removeEventListener('selectionchange', look)
  }, [])
  if (!place)
    return <p className="soft small mark-found">Did we overlook something? Mark it in the rows below.</p>
  const { text, ...where } = place
  return (
    <p className="mark-found" data-testid={testIds.markFound}>
      <span>
        “{text}”, row {where.row}, {where.column}, is a
      </span>
      <select
        className="select"
        aria-label="What it is"
        value={type}
        onChange={(event) => setType(event.target.value as FindingType)}
      >
        {types.map((one) => (
          <option key={one} value={one}>
            {findingWords[one].one}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="button"
        onClick={() => {
          setPlace(null)
          onOverlooked({ ...where, type })
        }}
      >
        Hide it
      </button>
    </p>
  )
}
