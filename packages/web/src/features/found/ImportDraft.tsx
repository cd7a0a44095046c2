import { buttonClass } from '../../ui/Button.tsx'
import { foundIds } from './foundIds.ts'
import type { Founding } from './useFounding.ts'

/** Takes a draft from a file: of another founder, or of the command line. */
export function ImportDraft({ founding }: { founding: Founding }) {
  return (
    <label className={`${buttonClass()} found-file`}>
      Open a draft from a file
      <input
        type="file"
        accept=".json,application/json"
        data-testid={foundIds.importDraft}
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          void file?.text().then(founding.importText)
        }}
      />
    </label>
  )
}
