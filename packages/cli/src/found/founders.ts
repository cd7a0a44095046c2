import { UsufructError } from '@usufruct/sdk/domain/errors'
import { address } from '@usufruct/sdk/domain/ids'
import type { Founder } from '@usufruct/sdk/founding/draft'
import { keepAccount, readAccount } from '../home/accounts.ts'
import { usageError } from '../usage.ts'

/**
 * A founder as named on the command line: `ada:0x…`, or `ada` for the account of that name in the home, which is made
 * if there is none. @throws UsufructError `USAGE`, `ADDRESS_INVALID`
 */
export const founderFrom = async (home: string, text: string): Promise<Founder> => {
  const [name = '', given, ...rest] = text.split(':')
  if (!/^[a-z0-9-]{1,40}$/.test(name) || rest.length > 0)
    throw usageError(
      `“${text.slice(0, 80)}” names no founder.`,
      'Write NAME:0x… or NAME, with up to 40 lower-case letters, digits and hyphens.',
      { text: text.slice(0, 80) },
    )
  if (given === undefined) {
    const kept = (await readAccount(home, name)) ?? (await keepAccount(home, name))
    return { name, address: kept.address }
  }
  const parsed = address.safeParse(given)
  if (parsed.success) return { name, address: parsed.data }
  throw new UsufructError({
    code: 'ADDRESS_INVALID',
    message: `“${given.slice(0, 80)}” is no address.`,
    hint: 'It has 0x and 40 digits or letters from a to f; `usufruct account list` shows yours.',
    details: { founder: name },
  })
}
