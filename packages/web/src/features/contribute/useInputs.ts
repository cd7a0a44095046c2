import type { Choices } from '@usufruct/cleaning/types'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Column } from '@usufruct/sdk/http/values'
import { useCallback, useEffect, useReducer, useRef } from 'react'
import type { CleaningAnswer, CleaningRequest, PreviewRow, RowFilter } from './cleaningMessages.ts'
import { changeInputs, type Input, type InputsAction, type NewInput, unknownFiles } from './inputs.ts'
import { joinTables } from './joinTables.ts'
import { pseudonymKey } from './pseudonymKey.ts'

type UnpackedAnswer = Extract<CleaningAnswer, { kind: 'unpacked' }>

export type Inputs = {
  inputs: readonly Input[]
  add: (files: readonly File[]) => void
  remove: (ids: readonly string[]) => void
  open: (id: string) => void
  /** What is to be done with what was found. What was seen before stays on screen while it is read again. */
  choose: (id: string, choices: Choices) => void
  /** The rows of several tables as those of one, whose id it gives. */
  join: (ids: readonly string[]) => Promise<string>
  /** Gives the id of the first of the parts. */
  takeApart: (id: string) => string
  rows: (id: string, filter: RowFilter, from: number, count: number) => Promise<PreviewRow[]>
}

/** Whoever goes through a list of findings decides on several before it is worth reading the file again. */
const settle = 350

const stopped = (message: string) =>
  new UsufructError({
    code: 'CLEANING_STOPPED',
    kind: 'internal',
    message: 'The cleaning stopped unexpectedly.',
    hint: 'Choose the file again. If it is very large, split it.',
    details: { error: message },
  })

/** Cleans in a thread of its own, so that the page answers while large files are read. */
export const useInputs = (dataset: string, columns: Column[] | null, k: number | null): Inputs => {
  const [inputs, dispatch] = useReducer(changeInputs, [])
  const current = useRef(inputs)
  current.current = inputs
  const worker = useRef<Worker | null>(null)
  const turn = useRef(0)
  const waiting = useRef(
    new Map<number, { resolve: (rows: PreviewRow[]) => void; reject: (error: unknown) => void }>(),
  )
  const unpacked = useRef<(answer: UnpackedAnswer) => void>(() => undefined)
  const settling = useRef(new Map<string, ReturnType<typeof setTimeout>>())

  useEffect(
    () => () => {
      worker.current?.terminate()
      worker.current = null
    },
    [],
  )

  const ask = useCallback((request: CleaningRequest) => {
    if (!worker.current) {
      const fresh = new Worker(new URL('./cleaning.worker.ts', import.meta.url), { type: 'module' })
      fresh.onmessage = ({ data }: MessageEvent<CleaningAnswer>) => {
        const page = waiting.current.get(data.turn)
        if (page) {
          waiting.current.delete(data.turn)
          if (data.kind === 'rows') page.resolve(data.rows)
          if (data.kind === 'failed') page.reject(new UsufructError(data.error))
          return
        }
        if (data.kind === 'unpacked') {
          unpacked.current(data)
          return
        }
        const action = actionOf(data)
        if (action) dispatch(action)
      }
      fresh.onerror = ({ message }) => {
        fresh.terminate()
        worker.current = null
        const error = stopped(message)
        for (const { id, turn: asked, progress } of current.current)
          if (progress) dispatch({ do: 'fail', id, turn: asked, error })
      }
      worker.current = fresh
    }
    worker.current.postMessage(request)
  }, [])

  const look = useCallback(
    (id: string, file: File, choices: Choices, asked: number) =>
      ask({
        kind: 'look',
        input: id,
        turn: asked,
        file,
        columns,
        k,
        choices,
        pseudonyms: { key: pseudonymKey(), dataset },
      }),
    [ask, columns, dataset, k],
  )

  const fresh = useCallback((file: File): NewInput => {
    const asked = ++turn.current
    return { id: `input-${asked}`, file, turn: asked }
  }, [])
  const lookAtAll = useCallback(
    (files: readonly NewInput[]) => {
      for (const { id, file, turn: asked, error } of files) if (!error) look(id, file, {}, asked)
    },
    [look],
  )
  const replace = useCallback(
    (ids: readonly string[], files: readonly NewInput[]) => {
      dispatch({ do: 'replace', ids, files })
      for (const input of ids) ask({ kind: 'forget', input })
      lookAtAll(files)
    },
    [ask, lookAtAll],
  )
  unpacked.current = ({ input: id, turn: asked, members }) => {
    if (!current.current.some((one) => one.id === id && one.turn === asked)) return
    const files = members.flatMap((member): NewInput[] => {
      if ('error' in member)
        return [{ ...fresh(new File([], member.name)), error: new UsufructError(member.error) }]
      return unknownFiles(current.current, [member.file]).map(fresh)
    })
    replace([id], files)
  }

  const add = useCallback(
    (files: readonly File[]) => {
      const chosen = unknownFiles(current.current, files).map(fresh)
      dispatch({ do: 'add', files: chosen })
      lookAtAll(chosen)
    },
    [fresh, lookAtAll],
  )
  const join = useCallback(
    async (ids: readonly string[]) => {
      const parts = current.current.filter(({ id }) => ids.includes(id)).map(({ file }) => file)
      const joined = { ...fresh(await joinTables(parts)), parts }
      replace(ids, [joined])
      return joined.id
    },
    [fresh, replace],
  )
  const takeApart = useCallback(
    (id: string) => {
      const parts = current.current.find((one) => one.id === id)?.parts ?? []
      const files = parts.map(fresh)
      replace([id], files)
      return files[0]?.id ?? id
    },
    [fresh, replace],
  )
  const remove = useCallback(
    (ids: readonly string[]) => {
      dispatch({ do: 'remove', ids })
      for (const input of ids) ask({ kind: 'forget', input })
    },
    [ask],
  )
  const open = useCallback((id: string) => dispatch({ do: 'open', id }), [])
  const choose = useCallback(
    (id: string, choices: Choices) => {
      dispatch({ do: 'choose', id, choices })
      clearTimeout(settling.current.get(id))
      settling.current.set(
        id,
        setTimeout(() => {
          const input = current.current.find((one) => one.id === id)
          if (!input) return
          const asked = ++turn.current
          dispatch({ do: 'ask', id, turn: asked })
          look(id, input.file, input.choices, asked)
        }, settle),
      )
    },
    [look],
  )
  const rows = useCallback(
    (id: string, filter: RowFilter, from: number, count: number) =>
      new Promise<PreviewRow[]>((resolve, reject) => {
        const asked = ++turn.current
        waiting.current.set(asked, { resolve, reject })
        ask({ kind: 'rows', input: id, turn: asked, filter, from, count })
      }),
    [ask],
  )

  return { inputs, add, remove, open, choose, join, takeApart, rows }
}

const actionOf = (answer: CleaningAnswer): InputsAction | null => {
  const { input: id, turn } = answer
  switch (answer.kind) {
    case 'progress':
      return { do: 'progress', id, turn, progress: answer.progress }
    case 'looked':
      return { do: 'looked', id, turn, looked: answer.looked }
    case 'own':
      return { do: 'own', id, turn }
    case 'failed':
      return { do: 'fail', id, turn, error: new UsufructError(answer.error) }
    case 'unpacked':
    case 'rows':
      return null
  }
}
