import { type DragEvent, useId, useState } from 'react'
import { testIds } from '../../app/testIds.ts'
import { Button } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Progress } from '../../ui/Progress.tsx'
import { formatBytes } from '../../ui/words.ts'
import type { CleaningState } from './useCleaning.ts'

type Props = {
  cleaning: CleaningState
  onFile: (file: File) => void
  /** Only a practice DAO has one. */
  onSample?: (() => void) | undefined
  sampleBusy: boolean
  sampleError: unknown
}

const phases = {
  reading: 'Reading',
  understanding: 'Understanding',
  cleaning: 'Looking for personal data in',
}

export function FileStep({ cleaning, onFile, onSample, sampleBusy, sampleError }: Props) {
  const inputId = useId()
  const [over, setOver] = useState(false)
  const { file, progress, error, looked } = cleaning

  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const [dropped] = event.dataTransfer.files
    if (dropped) onFile(dropped)
  }

  return (
    <div className="stack">
      <input
        id={inputId}
        className="visually-hidden file-input"
        type="file"
        accept=".csv,.tsv,.json,.jsonl,.ndjson,.geojson,.parquet,.arrow,.feather,.xlsx,.txt,.md,.html,.zip,.gz,.tar,.tgz,text/*,application/json"
        data-testid={testIds.fileInput}
        onChange={(event) => {
          const [chosen] = event.target.files ?? []
          if (chosen) onFile(chosen)
          // The same file, mended, can be chosen again.
          event.target.value = ''
        }}
      />
      <label
        htmlFor={inputId}
        className="drop"
        data-over={over || undefined}
        data-small={file ? true : undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Icon name="file" />
        {file ? (
          <span>
            <strong>{file.name}</strong>
            <span className="soft"> · {formatBytes(file.size)} · choose another</span>
          </span>
        ) : (
          <span>
            <strong>Drop a file here, or choose one</strong>
            <span className="soft">
              A table (CSV, JSON, Excel, Parquet, Arrow), text, Markdown or a web page, also packed. It stays
              on this device for now.
            </span>
          </span>
        )}
      </label>
      {onSample && !file && (
        <p className="row">
          <Button
            data-testid={testIds.useSampleFile}
            busy={sampleBusy && 'Fetching the sample file …'}
            onClick={onSample}
          >
            Use the sample file
          </Button>
          <span className="soft small">A field notebook with a phone number that should not be in it.</span>
        </p>
      )}
      <ErrorNotice error={sampleError} />
      {progress && !looked && (
        <div className="stack stack-s" role="status">
          <p className="small soft">
            {phases[progress.phase]} {file?.name} …
          </p>
          <Progress share={progress.total ? progress.read / progress.total : 0} label="Reading the file" />
        </div>
      )}
      {Boolean(error) && (
        <>
          <ErrorNotice error={error} />
          <Callout icon="lock">Nothing has left your device. What you entered below is still there.</Callout>
        </>
      )}
    </div>
  )
}
