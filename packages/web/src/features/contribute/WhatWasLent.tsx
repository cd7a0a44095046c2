import type { Contribution } from '@usufruct/sdk/http/routes/contribute'
import { Link } from 'react-router-dom'
import { useDatasetName } from '../../session/useDatasetName.ts'
import { plural } from '../../ui/words.ts'

/** “24 rows, 20 of them new · 1 detail hidden · to Palmer penguins”. */
export function WhatWasLent({ contribution }: { contribution: Contribution }) {
  const { rows, newRows, nearRows, takenDown, redactions, dataset } = contribution
  const taken = takenDown.reduce((sum, entry) => sum + entry.rows, 0)
  const datasetName = useDatasetName(dataset)
  return (
    <>
      {plural(rows, 'row')}
      {newRows !== null &&
        newRows < rows - taken &&
        `, ${newRows} of them new (the others were already lent by someone)`}
      {taken > 0 && `, ${plural(taken, 'row')} set aside because taken down`}
      {nearRows !== null && nearRows > 0 && `, ${nearRows} nearly as already lent by someone`} ·{' '}
      {redactions === 0 ? 'nothing hidden' : `${plural(redactions, 'detail')} hidden`} · to{' '}
      <Link to={`/datasets/${dataset}`}>{datasetName}</Link>
    </>
  )
}
