import type { DaoInfo } from '@usufruct/sdk/http/routes/dao'
import { useMemo, useSyncExternalStore } from 'react'

/** What a newcomer did by hand on this device, each with the id that the DAO knows it by. */
export type JourneyStep = 'contribute' | 'review' | 'license' | 'paid' | 'stopped' | 'notice'
export type Journey = Partial<Record<JourneyStep, string>>

const listeners = new Set<() => void>()

/** Bound to the DAO: a sample that is erased and founded again is a new journey. */
const slotOf = (dao: DaoInfo) => `usufruct.journey.${dao.deployment.chainId}.${dao.deployment.members}`

const read = (slot: string): Journey => {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(slot) ?? '{}')
    return typeof value === 'object' && value !== null ? (value as Journey) : {}
  } catch {
    return {}
  }
}

export const recordStep = (dao: DaoInfo, step: JourneyStep, id: string) => {
  const slot = slotOf(dao)
  localStorage.setItem(slot, JSON.stringify({ ...read(slot), [step]: id }))
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}

export const useJourney = (dao: DaoInfo): Journey => {
  const slot = slotOf(dao)
  const text = useSyncExternalStore(subscribe, () => localStorage.getItem(slot))
  // biome-ignore lint/correctness/useExhaustiveDependencies: `text` is what says that the slot changed
  return useMemo(() => read(slot), [slot, text])
}
