import { useMutation } from '@tanstack/react-query'
import { type DownloadProgress, downloadLicense } from '@usufruct/sdk/actions/access/downloadLicense'
import type { Actor } from '@usufruct/sdk/actions/actor'
import type { License } from '@usufruct/sdk/http/routes/license'
import { useState } from 'react'
import { testIds } from '../../app/testIds.ts'
import { Button } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Hash } from '../../ui/Hash.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Progress } from '../../ui/Progress.tsx'
import { saveFile } from '../../ui/saveFile.ts'
import { plural } from '../../ui/words.ts'
import { toCsv } from './toCsv.ts'

const steps: Record<DownloadProgress['step'], string> = {
  manifest: 'Reading the list of parts',
  keys: 'Asking the key holders',
  parts: 'Opening the parts on this device',
}

const reasons = {
  CONSENT_WITHDRAWN: 'its member stopped sharing',
  CONSENT_EXPIRED: 'its permission has ended',
}

/** Everything is opened here, in the browser: neither the node nor a key holder alone ever has the rows. */
export function Download({ actor, license }: { actor: Actor; license: License }) {
  const [progress, setProgress] = useState<DownloadProgress | null>(null)
  const download = useMutation({
    mutationFn: () => downloadLicense(actor, { license: license.license, onProgress: setProgress }),
    onSettled: () => setProgress(null),
  })
  const name = `${license.dataset}-${license.offerName.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-v${license.opensRelease}`
  const { data } = download
  return (
    <div className="stack">
      <div className="row">
        <Button
          look={data ? 'plain' : 'primary'}
          disabled={!license.live}
          data-testid={testIds.download(license.license)}
          busy={download.isPending && 'Opening …'}
          onClick={() => download.mutate()}
        >
          <Icon name="download" />
          {data ? 'Download again' : 'Download'}
        </Button>
        {!license.live && (
          <span className="small soft">This license has ended, so its keys are no longer given out.</span>
        )}
      </div>
      {download.isPending && progress && (
        <div className="stack stack-s" role="status">
          <p className="small soft">
            {steps[progress.step]}
            {progress.step === 'parts' && ` (${progress.done} of ${progress.total})`} …
          </p>
          <Progress share={progress.total ? progress.done / progress.total : 0} label="Download" />
        </div>
      )}
      <ErrorNotice error={download.error} retry={() => download.mutate()} />
      {data && (
        <div className="stack" data-testid={testIds.downloadDone} data-rows={data.rows.length}>
          <Callout tone="good" announce title={`${plural(data.rows.length, 'row')} opened and checked`}>
            <p>Each part has the fingerprint that is on the ledger. Save them as</p>
            <div className="row" style={{ marginTop: 'var(--gap-2)' }}>
              <Button
                small
                data-testid={testIds.saveParquet}
                onClick={() =>
                  saveFile(
                    `${name}.parquet`,
                    [data.toParquet() as BlobPart],
                    'application/vnd.apache.parquet',
                  )
                }
              >
                Parquet
              </Button>
              <Button
                small
                data-testid={testIds.saveCsv}
                onClick={() =>
                  saveFile(
                    `${name}.csv`,
                    toCsv(
                      data.columns.map((column) => column.name),
                      data.rows,
                    ),
                    'text/csv',
                  )
                }
              >
                CSV
              </Button>
            </div>
          </Callout>
          {data.leftOut.length > 0 && (
            <Callout
              tone="attention"
              icon="scissors"
              testId={testIds.leftOut}
              title={`${plural(data.leftOut.length, 'part')} left out`}
            >
              <ul className="small">
                {data.leftOut.map(({ contribution, rows, code }) => (
                  <li key={contribution}>
                    {plural(rows, 'row')} (<Hash value={contribution} label="contribution" />
                    ): {reasons[code]}.
                  </li>
                ))}
              </ul>
            </Callout>
          )}
        </div>
      )}
    </div>
  )
}
