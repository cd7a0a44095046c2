import { useSyncExternalStore } from 'react'
import { nowInSeconds } from './time.ts'

let now = nowInSeconds()
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

const tick = () => {
  now = nowInSeconds()
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  timer ??= setInterval(tick, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** One clock for the whole page, so that all countdowns turn at once. Unix seconds. */
export const useNow = () => useSyncExternalStore(subscribe, () => now)
