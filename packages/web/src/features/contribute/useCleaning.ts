import type { Choices, Cleaned, Progress } from '@usufruct/cleaning/types'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Column } from '@usufruct/sdk/http/values'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { CleaningAnswer, CleaningRequest, Looked } from './cleaningMessages.ts'
import { pseudonymKey } from './pseudonymKey.ts'

export type CleaningState = {
  file: File | null
  looked: Looked | null
  progress: Progress | null
  error: unknown
  /** Shows the file anew after a choice; what was seen before stays on screen meanwhile. */
  look: (file: File, choices: Choices) => void
  take: () => Promise<Cleaned>
  clear: () => void
}

/** Cleans in a thread of its own, so that the page answers while a large file is read. */
export const useCleaning = (dataset: string, columns: Column[] | null): CleaningState => {
  const worker = useRef<Worker | null>(null)
  const latest = useRef(0)
  const takers = useRef(new Map<number, (cleaned: Cleaned) => void>())
  const [file, setFile] = useState<File | null>(null)
  const [looked, setLooked] = useState<Looked | null>(null)
  const [progress, setProgress] = useState<Progress | null>(null)
  const [error, setError] = useState<unknown>(null)

  const stop = useCallback(() => {
    worker.current?.terminate()
    worker.current = null
  }, [])
  useEffect(() => stop, [stop])

  const started = useCallback(() => {
    if (worker.current) return worker.current
    const fresh = new Worker(new URL('./cleaning.worker.ts', import.meta.url), { type: 'module' })
    fresh.onmessage = ({ data }: MessageEvent<CleaningAnswer>) => {
      if (data.kind === 'taken') {
        takers.current.get(data.id)?.(data.cleaned)
        takers.current.delete(data.id)
        return
      }
      // An answer to an earlier question: the member has chosen otherwise since.
      if (data.id !== latest.current) return
      if (data.kind === 'progress') return setProgress(data.progress)
      setProgress(null)
      if (data.kind === 'looked') {
        setLooked(data.looked)
        setError(null)
      } else setError(new UsufructError(data.error))
    }
    fresh.onerror = (event) => {
      setProgress(null)
      setError(
        new UsufructError({
          code: 'CLEANING_STOPPED',
          kind: 'internal',
          message: 'The cleaning stopped unexpectedly.',
          hint: 'Choose the file again. If it is very large, split it.',
          details: { error: event.message },
        }),
      )
    }
    worker.current = fresh
    return fresh
  }, [])

  const look = useCallback(
    (next: File, choices: Choices) => {
      setFile(next)
      setError(null)
      setProgress({ phase: 'reading', read: 0, total: next.size })
      const request: CleaningRequest = {
        kind: 'look',
        id: ++latest.current,
        file: next,
        columns,
        choices,
        pseudonyms: { key: pseudonymKey(), dataset },
      }
      started().postMessage(request)
    },
    [dataset, columns, started],
  )
  const take = useCallback(
    () =>
      new Promise<Cleaned>((resolve) => {
        const request: CleaningRequest = { kind: 'take', id: ++latest.current }
        takers.current.set(request.id, resolve)
        started().postMessage(request)
      }),
    [started],
  )
  const clear = useCallback(() => {
    latest.current++
    stop()
    setFile(null)
    setLooked(null)
    setProgress(null)
    setError(null)
  }, [stop])

  return { file, looked, progress, error, look, take, clear }
}
