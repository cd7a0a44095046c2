import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { testIds } from '../../app/testIds.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { Button } from '../../ui/Button.tsx'
import { Checked } from '../../ui/Checked.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { saveFile } from '../../ui/saveFile.ts'
import { certificateCheckQuery, certificateQuery } from './queries.ts'

/** What a licensee can show to whoever asks: opened, it is fetched and checked on this device. */
export function Certificate({ license }: { license: string }) {
  const [open, setOpen] = useState(false)
  return (
    <details
      className="fold"
      data-testid={testIds.certificate(license)}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <Icon name="chevron" />
        Certificate: to show what you may do
      </summary>
      <div className="fold-body">{open && <Opened license={license} />}</div>
    </details>
  )
}

function Opened({ license }: { license: string }) {
  const { node, dao } = useSession()
  const certificate = useQuery(certificateQuery(node, license))
  const check = useQuery(certificateCheckQuery(certificate.data, license, dao.operator))
  if (!certificate.data)
    return certificate.error ? (
      <ErrorNotice error={certificate.error} retry={() => void certificate.refetch()} />
    ) : (
      <Skeleton height="8rem" />
    )
  const { document, hash, signer } = certificate.data
  return (
    <div className="stack">
      <p className="small soft">
        The license, its terms and their fingerprints, signed by the co-op. Anybody can check it without
        asking you or us.
      </p>
      <Checked result={check.data} error={check.error} testId={testIds.certificateCheck} />
      <div className="row">
        <a
          className="button button-plain button-small"
          href={`/api/licenses/${license}/certificate.pdf`}
          target="_blank"
          rel="noreferrer"
        >
          <Icon name="download" />
          PDF, for people
        </a>
        <Button
          small
          data-testid={testIds.certificateJson}
          onClick={() =>
            saveFile(
              `license-${license}-certificate.json`,
              [JSON.stringify(certificate.data, null, 2)],
              'application/json',
            )
          }
        >
          <Icon name="download" />
          JSON, for software
        </Button>
      </div>
      <dl className="pairs">
        <dt>Fingerprint</dt>
        <dd className="mono">{hash}</dd>
        <dt>Signed by the co-op</dt>
        <dd className="mono">{signer}</dd>
        <dt>Bytes signed</dt>
        <dd>{document.length.toLocaleString('en')} characters of JSON</dd>
      </dl>
    </div>
  )
}
