import { testIds } from '../../app/testIds.ts'
import { Fold } from '../../ui/Fold.tsx'
import { formatCount, plural } from '../../ui/words.ts'
import type { Looked } from './cleaningMessages.ts'
import { HistogramBars } from './HistogramBars.tsx'
import { labelDoubtsInWords, languageInWords, outliersInWords, shareInWords } from './qualityWords.ts'

const mostBars = 30

/** What buyers ask of data first, to mend before it is sent; none of it keeps a file from being lent. */
export function QualityPanel({ looked }: { looked: Looked }) {
  const { quality, histograms, schema, rows } = looked
  if (!quality || rows === 0) return null
  const { completeness, validity, outliers, labelDoubts, languages } = quality
  const gaps = schema.filter(({ missing }) => missing > 0)
  const far = outliers.reduce((sum, { count }) => sum + count, 0)
  const title = [
    `${shareInWords(completeness)} of cells filled in`,
    `${shareInWords(validity)} of rows fit`,
    ...(far > 0 ? [`${plural(far, 'value')} far out`] : []),
    ...(labelDoubts.length > 0 ? ['some labels in doubt'] : []),
  ].join(' · ')
  return (
    <Fold title={`How good it is: ${title}`} testId={testIds.quality}>
      <div className="stack">
        {gaps.length > 0 && (
          <section className="stack stack-s">
            <h4>How much of each column is filled in</h4>
            <ul className="fill-bars">
              {gaps.slice(0, mostBars).map(({ name, missing }) => (
                <li key={name}>
                  <span className="fill-name">{name}</span>
                  <svg aria-hidden="true" viewBox="0 0 100 8" preserveAspectRatio="none" className="fill-bar">
                    <rect width="100" height="8" className="bar-empty" />
                    <rect width={(100 * (rows - missing)) / rows} height="8" className="bar-full" />
                  </svg>
                  <span className="small">
                    {shareInWords((rows - missing) / rows)}
                    <span className="soft">, {formatCount(missing)} missing</span>
                  </span>
                </li>
              ))}
            </ul>
            <p className="small soft">
              {gaps.length > mostBars && `And ${plural(gaps.length - mostBars, 'more column')} with gaps. `}
              {schema.length > gaps.length &&
                `${plural(schema.length - gaps.length, 'other column')} without a gap.`}
            </p>
          </section>
        )}
        {histograms.length > 0 && (
          <section className="stack stack-s">
            <h4>How the figures lie</h4>
            <ul className="histograms">
              {histograms.slice(0, mostBars).map((histogram) => {
                const found = outliers.find(({ column }) => column === histogram.column)
                return (
                  <li key={histogram.column}>
                    <p className="fill-name">{histogram.column}</p>
                    <HistogramBars histogram={histogram} />
                    {found && <p className="small far-out">{outliersInWords(found)}</p>}
                  </li>
                )
              })}
            </ul>
          </section>
        )}
        {labelDoubts.length > 0 && (
          <section className="stack stack-s">
            <h4>Labels in doubt</h4>
            {labelDoubts.map((doubt) => (
              <p key={doubt.column} className="small">
                {labelDoubtsInWords(doubt)}
              </p>
            ))}
          </section>
        )}
        {languages.length > 0 && (
          <p className="small">
            {languages
              .map(({ column, language }) => `${column} is in ${languageInWords(language)}`)
              .join(', ')}
            .
          </p>
        )}
      </div>
    </Fold>
  )
}
