import type { PictureFinding } from '@usufruct/cleaning/types'
import { useId, useState } from 'react'
import { testIds } from '../../app/testIds.ts'
import { Callout } from '../../ui/Callout.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Pager } from '../../ui/Pager.tsx'
import { formatBytes, listOf, plural } from '../../ui/words.ts'
import type { Looked, PreviewRow } from './cleaningMessages.ts'
import { strippedInWords } from './pictureWords.ts'
import { rightInWords } from './rightsWords.ts'
import { type ShownPicture, shownPicture } from './shownPicture.ts'
import { useRows } from './useRows.ts'

type Props = {
  looked: Looked
  readRows: (from: number, count: number) => Promise<PreviewRow[]>
  /** Changes when there is something new to see in the rows. */
  seenAs: number
  onCover: (id: string, cover: boolean) => void
}

/** Each may be some megabytes. */
const pageSize = 6

/** Pictures as they would be sent, with what can be seen in them marked where it is, and what was taken off them. */
export function Pictures({ looked, readRows, seenAs, onCover }: Props) {
  const { pictureFindings, rights } = looked
  const [page, setPage] = useState(0)
  const rows = useRows(readRows, page * pageSize, pageSize, seenAs)
  const faces = pictureFindings.filter(({ type }) => type === 'face').length
  const texts = pictureFindings.filter(({ type }) => type === 'text').length
  const seen = [
    ...(faces > 0 ? [plural(faces, 'face')] : []),
    ...(texts > 0 ? [plural(texts, 'place with writing', 'places with writing')] : []),
  ]
  return (
    <div className="stack">
      {seen.length > 0 ? (
        <Callout tone="attention" icon="shield" title={`We see ${listOf(seen)}.`}>
          <p>They are sent as they are unless you cover them. We do not see everything: look yourself.</p>
        </Callout>
      ) : (
        <Callout tone="good" title="We see no faces and no writing">
          <p>We look for faces and for lines of print, and do not see all of them. Look yourself.</p>
        </Callout>
      )}
      {rows.map((row) => (
        <Picture
          key={row.row}
          picture={shownPicture(row)}
          findings={pictureFindings.filter(({ where }) => where.row === row.row)}
          rights={rights.filter((notice) => notice.where.row === row.row)}
          onCover={onCover}
        />
      ))}
      <Pager label="Pictures" page={page} size={pageSize} total={looked.rows} onPage={setPage} />
    </div>
  )
}

type PictureProps = {
  picture: ShownPicture
  findings: PictureFinding[]
  rights: Looked['rights']
  onCover: Props['onCover']
}

function Picture({ picture, findings, rights, onCover }: PictureProps) {
  const { row, width, height, source, bytes } = picture
  const seen = findings.filter(({ where }) => where.box)
  const stripped = strippedInWords(findings)
  return (
    <figure className="preview picture" data-testid={testIds.picture}>
      <figcaption className="preview-head">
        <p>
          <Icon name="lock" />
          <span>
            <strong>Only this version leaves your device.</strong>{' '}
            <span className="soft">
              {width > 0 && `${width} × ${height} pixels, `}
              {formatBytes(bytes)}
            </span>
          </span>
        </p>
      </figcaption>
      <div className="picture-frame">
        <img
          src={source}
          width={width || undefined}
          height={height || undefined}
          alt={`Number ${row}, as it would be sent`}
        />
        {width > 0 &&
          seen.map((finding, index) => (
            <PictureBox key={finding.id} finding={finding} number={index + 1} picture={picture} />
          ))}
      </div>
      {seen.length > 0 && (
        <ul className="findings">
          {seen.map((finding, index) => (
            <PictureChoice
              key={finding.id}
              finding={finding}
              number={index + 1}
              onCover={(cover) => onCover(finding.id, cover)}
            />
          ))}
        </ul>
      )}
      {(stripped || rights.length > 0) && (
        <div className="picture-notes small" data-testid={testIds.pictureStripped}>
          {stripped && <p>{stripped}</p>}
          {rights.map((notice) => (
            <p key={`${notice.where.tag}-${notice.text}`}>{rightInWords(notice)}</p>
          ))}
        </div>
      )}
    </figure>
  )
}

const percent = (part: number, whole: number) => `${(100 * part) / whole}%`

function PictureBox({
  finding,
  number,
  picture: { width, height },
}: {
  finding: PictureFinding
  number: number
  picture: ShownPicture
}) {
  const [x, y, w, h] = finding.where.box ?? [0, 0, 0, 0]
  return (
    <span
      className="picture-box"
      data-type={finding.type}
      data-action={finding.action}
      style={{
        left: percent(x, width),
        top: percent(y, height),
        width: percent(w, width),
        height: percent(h, height),
      }}
    >
      <span aria-hidden="true">{number}</span>
    </span>
  )
}

type ChoiceProps = {
  finding: PictureFinding
  number: number
  onCover: (cover: boolean) => void
}

function PictureChoice({ finding, number, onCover }: ChoiceProps) {
  const group = useId()
  const what = finding.type === 'face' ? 'Face' : 'Writing'
  return (
    <li
      className="finding"
      data-testid={testIds.finding}
      data-type={finding.type}
      data-action={finding.action}
    >
      <p className="finding-text">
        <strong>{number}</strong> · {what}
      </p>
      <fieldset className="segments" data-testid={testIds.findingChoice}>
        <legend className="visually-hidden">
          {what} {number}
        </legend>
        {([true, false] as const).map((cover) => (
          <label key={String(cover)}>
            <input
              type="radio"
              name={group}
              checked={(finding.action === 'cover') === cover}
              onChange={() => onCover(cover)}
            />
            <span>{cover ? 'Cover it' : 'It may stay'}</span>
          </label>
        ))}
      </fieldset>
    </li>
  )
}
