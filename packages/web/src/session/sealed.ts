/** Which scores this device has sealed. Nobody else can know before they are shown, so the page has to. */
type Seal = { round: string; contribution: string; reviewer: string }

const slot = 'usufruct.sealed'
const limit = 200

const keyOf = ({ round, contribution, reviewer }: Seal) =>
  `${round}/${contribution}/${reviewer.toLowerCase()}`

const read = (): string[] => {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(slot) ?? '[]')
    return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : []
  } catch {
    return []
  }
}

export const markSealed = (seal: Seal) => {
  const others = read().filter((entry) => entry !== keyOf(seal))
  localStorage.setItem(slot, JSON.stringify([...others, keyOf(seal)].slice(-limit)))
}

export const isSealed = (seal: Seal) => read().includes(keyOf(seal))
