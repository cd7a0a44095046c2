import { bad, type Check, good } from './check.ts'

const oldest = [20, 19] as const

export const checkNode = (version: string): Check => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const enough = major > oldest[0] || (major === oldest[0] && minor >= oldest[1])
  return enough
    ? good('Node', version)
    : bad('Node', version, `Install Node ${oldest.join('.')} or newer (https://nodejs.org).`)
}
