import type { PictureFinding } from '@usufruct/cleaning/types'
import { useId } from 'react'
import { testIds } from '../../app/testIds.ts'
import { Callout } from '../../ui/Callout.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { formatBytes, listOf, plural } from '../../ui/words.ts'
import type { Looked, ShownPicture } from './cleaningMessages.ts'
import { rightsInWords, strippedInWords } from './pictureWords.ts'

type Props = { looked: Looked; busy: boolean; onCover: (id: string, cover: boolean) => void }

/** Pictures as they would be sent, with what can be seen in them marked where it is, and what was taken off them. */
export function Pictures({ looked, busy, onCover }: Props) {
  const { pictures, pictureFindings } = looked
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
      {pictures.map((picture) => (
        <Picture
          key={picture.row}
          picture={picture}
          findings={pictureFindings.filter(({ where }) => where.row === picture.row)}
          rights={looked.rights.filter(({ row }) => row === picture.row)}
          busy={busy}
          onCover={onCover}
        />
      ))}
      {looked.rows > pictures.length && (
        <p className="soft small">
          {pictures.length} of {plural(looked.rows, 'picture')} shown.
        </p>
      )}
    </div>
  )
}

type PictureProps = {
  picture: ShownPicture
  findings: PictureFinding[]
  rights: Looked['rights']
  busy: boolean
  onCover: Props['onCover']
}

function Picture({ picture, findings, rights, busy, onCover }: PictureProps) {
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
              {width} × {height} pixels, {formatBytes(bytes)}
            </span>
          </span>
        </p>
      </figcaption>
      <div className="picture-frame">
        <img src={source} width={width} height={height} alt={`Number ${row}, as it would be sent`} />
        {seen.map((finding, index) => (
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
              busy={busy}
              onCover={(cover) => onCover(finding.id, cover)}
            />
          ))}
        </ul>
      )}
      {(stripped || rights.length > 0) && (
        <div className="picture-notes small" data-testid={testIds.pictureStripped}>
          {stripped && <p>{stripped}</p>}
          {rights.map((notice) => (
            <p key={`${notice.where}-${notice.text}`}>{rightsInWords(notice)}</p>
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
  busy: boolean
  onCover: (cover: boolean) => void
}

function PictureChoice({ finding, number, busy, onCover }: ChoiceProps) {
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
      <fieldset className="segments" disabled={busy} data-testid={testIds.findingChoice}>
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
