import type { Choices, Progress } from '@usufruct/cleaning/types'
import type { Looked } from './cleaningMessages.ts'

/** One of the files, or pasted texts, that a member means to lend. */
export type Input = {
  id: string
  file: File
  /** The files that were joined to this one, which can be taken apart again. */
  parts?: readonly File[] | undefined
  /** What its owner decided about what was found. */
  choices: Choices
  /** The newest question about it; answers to earlier ones are of no use. */
  turn: number
  looked: Looked | null
  /** Counts what can be seen anew of its rows. */
  seenAs: number
  /** Null once it was read to the end. */
  progress: Progress | null
  error: unknown
  /** Its owner has had it before them. */
  opened: boolean
}

export type InputState = 'reading' | 'needs-you' | 'looked-at' | 'ready' | 'failed'

/** Also what stays unless its owner says otherwise, and what others may have a say in. */
const hasSomethingToSee = ({ findingsTotal, invalidTotal, notes, rights, anonymity }: Looked): boolean =>
  findingsTotal > 0 ||
  invalidTotal > 0 ||
  rights.length > 0 ||
  (anonymity?.below ?? 0) > 0 ||
  notes.some(({ finding }) => finding !== undefined)

export const stateOfInput = ({ progress, error, looked, opened }: Input): InputState => {
  if (error || (looked && !looked.head && !progress && looked.rows === 0)) return 'failed'
  if (progress || !looked || looked.head) return 'reading'
  if (!hasSomethingToSee(looked)) return 'ready'
  return opened ? 'looked-at' : 'needs-you'
}

/** May go on its way as it is. */
export const isLendable = (input: Input): boolean => ['ready', 'looked-at'].includes(stateOfInput(input))

export type NewInput = {
  id: string
  file: File
  turn: number
  parts?: readonly File[]
  /** It cannot even be read. */
  error?: unknown
}

export type InputsAction =
  | { do: 'add'; files: readonly NewInput[] }
  /** These take the place of those, such as the files in an archive. */
  | { do: 'replace'; ids: readonly string[]; files: readonly NewInput[] }
  | { do: 'remove'; ids: readonly string[] }
  | { do: 'open'; id: string }
  | { do: 'choose'; id: string; choices: Choices }
  | { do: 'ask'; id: string; turn: number }
  | { do: 'progress'; id: string; turn: number; progress: Progress }
  | { do: 'looked'; id: string; turn: number; looked: Looked }
  | { do: 'own'; id: string; turn: number }
  | { do: 'fail'; id: string; turn: number; error: unknown }

const reading = (file: File): Progress => ({ phase: 'reading', read: 0, total: file.size })

const newInput = ({ id, file, turn, parts, error = null }: NewInput, opened: boolean): Input => ({
  id,
  file,
  parts,
  choices: {},
  turn,
  looked: null,
  seenAs: 0,
  progress: error === null ? reading(file) : null,
  error,
  opened,
})

const isSame = (a: File, b: File) =>
  a.name === b.name && a.size === b.size && a.lastModified === b.lastModified

/** The same file chosen twice is there once. */
export const unknownFiles = (inputs: readonly Input[], files: readonly File[]): File[] =>
  files.filter(
    (file, at) =>
      !inputs.some((input) => isSame(input.file, file)) &&
      files.findIndex((other) => isSame(other, file)) === at,
  )

export const changeInputs = (inputs: readonly Input[], action: InputsAction): readonly Input[] => {
  const change = (id: string, next: (input: Input) => Input) =>
    inputs.map((input) => (input.id === id ? next(input) : input))
  /** Only what answers the newest question. */
  const hear = (next: (input: Input) => Input) => {
    const { id, turn } = action as { id: string; turn: number }
    return change(id, (input) => (input.turn === turn ? next(input) : input))
  }
  switch (action.do) {
    case 'add':
      return [
        ...inputs,
        // The first is before its owner at once; the others wait to be opened.
        ...action.files.map((fresh, at) => newInput(fresh, inputs.length === 0 && at === 0)),
      ]
    case 'replace': {
      const at = inputs.findIndex(({ id }) => action.ids.includes(id))
      if (at < 0) return inputs
      const others = inputs.filter(({ id }) => !action.ids.includes(id))
      // The first of them is before its owner where what it replaces was.
      const fresh = action.files.map((one, i) => newInput(one, i === 0 && (inputs[at] as Input).opened))
      return others.toSpliced(at, 0, ...fresh)
    }
    case 'remove':
      return inputs.filter(({ id }) => !action.ids.includes(id))
    case 'open':
      return change(action.id, (input) => ({ ...input, opened: true }))
    case 'choose':
      return change(action.id, (input) => ({
        ...input,
        choices: action.choices,
        progress: reading(input.file),
      }))
    case 'ask':
      return change(action.id, (input) => ({
        ...input,
        turn: action.turn,
        progress: reading(input.file),
        error: null,
      }))
    case 'progress':
      return hear((input) => ({ ...input, progress: action.progress }))
    case 'looked':
      return hear((input) => ({
        ...input,
        looked: action.looked,
        seenAs: input.seenAs + 1,
        progress: action.looked.head ? input.progress : null,
        error: null,
      }))
    case 'own':
      return hear((input) => ({ ...input, seenAs: input.seenAs + 1 }))
    case 'fail':
      return hear((input) => ({ ...input, progress: null, error: action.error }))
  }
}
