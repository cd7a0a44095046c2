import { type DragEvent, useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import { testIds } from '../../app/testIds.ts'
import { Button } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { type Gathered, gatherChosen, gatherDropped, mostFiles } from './gatherDropped.ts'
import { pastedFile } from './pastedFile.ts'

type Props = { onFiles: (files: File[]) => void /** Something has been chosen already. */; small: boolean }

/** What a dialog offers first; whatever else is dropped or pasted is recognised by its content. */
const accepted = [
  '.csv,.tsv,.json,.jsonl,.ndjson,.geojson,.parquet,.arrow,.feather,.xlsx,.txt,.md,.html',
  '.zip,.gz,.tar,.tgz',
  'text/*,application/json,image/jpeg,image/png,image/webp',
].join()

/** Files, folders, or what is on the clipboard: dropped, chosen, or pasted. */
export function DropZone({ onFiles, small }: Props) {
  const inputId = useId()
  const folderInput = useRef<HTMLInputElement>(null)
  const pasted = useRef(0)
  const [over, setOver] = useState(false)
  const [pasting, setPasting] = useState(false)
  const [tooMany, setTooMany] = useState(false)
  const [error, setError] = useState<unknown>(null)

  const take = ({ files, more }: Gathered) => {
    setTooMany(more)
    setError(null)
    if (files.length > 0) onFiles(files)
  }
  const takeText = (text: string) => {
    const file = pastedFile(text, pasted.current + 1)
    if (!file) return
    pasted.current += 1
    setPasting(false)
    take({ files: [file], more: false })
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const { items } = event.dataTransfer
    const text = event.dataTransfer.getData('text/plain')
    gatherDropped(items)
      .then((gathered) => (gathered.files.length > 0 ? take(gathered) : takeText(text)))
      .catch(setError)
  }
  // Wherever one is on the page, unless it is a field that takes the text itself.
  const onPaste = useEffectEvent((event: ClipboardEvent) => {
    if (event.target instanceof Element && event.target.closest('input, textarea')) return
    const { files } = event.clipboardData ?? { files: [] }
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (files.length > 0) take(gatherChosen(files))
    else takeText(text)
  })
  useEffect(() => {
    document.addEventListener('paste', onPaste)
    return () => document.removeEventListener('paste', onPaste)
  }, [])

  return (
    <div className="stack stack-s">
      <input
        id={inputId}
        className="visually-hidden file-input"
        type="file"
        multiple
        accept={accepted}
        data-testid={testIds.fileInput}
        onChange={(event) => {
          take(gatherChosen(event.target.files ?? []))
          // The same file, mended, can be chosen again.
          event.target.value = ''
        }}
      />
      <label
        htmlFor={inputId}
        className="drop"
        data-over={over || undefined}
        data-small={small || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Icon name="file" />
        <span>
          <strong>{small ? 'Add more files' : 'Choose files, or drop them here'}</strong>
          {!small && (
            <span className="soft">
              Tables (CSV, JSON, Excel, Parquet, Arrow), text, Markdown, web pages or pictures, also packed,
              or a whole folder of them. They stay on this device for now.
            </span>
          )}
        </span>
      </label>
      <input
        ref={(element) => {
          // Not an attribute that React knows.
          element?.setAttribute('webkitdirectory', '')
          folderInput.current = element
        }}
        hidden
        type="file"
        multiple
        data-testid={testIds.folderInput}
        onChange={(event) => {
          take(gatherChosen(event.target.files ?? []))
          event.target.value = ''
        }}
      />
      <div className="row">
        <Button small onClick={() => folderInput.current?.click()}>
          Choose a folder
        </Button>
        <Button
          small
          aria-expanded={pasting}
          data-testid={testIds.pasteOpen}
          onClick={() => setPasting(!pasting)}
        >
          Paste
        </Button>
      </div>
      {pasting && <PasteHere onText={takeText} />}
      {tooMany && (
        <Callout tone="attention">
          These are the first {mostFiles} files. Add the others once these are on their way.
        </Callout>
      )}
      <ErrorNotice error={error} />
    </div>
  )
}

function PasteHere({ onText }: { onText: (text: string) => void }) {
  const id = useId()
  const [text, setText] = useState('')
  return (
    <div className="field">
      <label htmlFor={id}>Paste text, or cells from a spreadsheet</label>
      <textarea
        id={id}
        className="input"
        rows={4}
        value={text}
        data-testid={testIds.pasteText}
        // biome-ignore lint/a11y/noAutofocus: whoever pressed “Paste” means to paste now
        autoFocus
        onChange={(event) => setText(event.target.value)}
      />
      <div className="row">
        <Button
          small
          look="primary"
          disabled={text.trim() === ''}
          data-testid={testIds.pasteTake}
          onClick={() => onText(text)}
        >
          Take this
        </Button>
      </div>
    </div>
  )
}
