import { claimEarnings } from '@usufruct/sdk/actions/payout/claimEarnings'
import { collectCredit } from '@usufruct/sdk/actions/payout/collectCredit'
import { address } from '@usufruct/sdk/domain/ids'
import { formatMoney } from '@usufruct/sdk/domain/money'
import type { Command } from 'commander'
import type { Address } from 'viem'
import type { Cli } from '../cli.ts'
import { usageError } from '../usage.ts'
import { parseId } from './parseNumbers.ts'

const parseAddress = (text: string): Address => {
  const parsed = address.safeParse(text)
  if (parsed.success) return parsed.data
  throw usageError(`“${text}” is no address.`, 'Write 0x and 40 hex digits.', { text })
}

export const addClaim = (program: Command, cli: Cli): Command =>
  program
    .command('claim')
    .description('get paid: take everything the account earned (--as NAME)')
    .option('--offer <offer>', 'only what this offer earned', parseId('offer'))
    .option('--to <address>', 'send it there instead of to the account', parseAddress)
    .action(async ({ offer, to }: { offer?: string; to?: Address }) => {
      const actor = await cli.connectAs()
      const earned = await claimEarnings(actor, { offer, to })
      const credit = offer === undefined ? (await collectCredit(actor, { to })).amount : 0n
      const { coin } = actor.dao
      cli.print({ ...earned, credit }, () => {
        if (earned.claimed + credit === 0n) return 'There is nothing to take now.\n'
        return [
          ...earned.claims.map(({ offer, amount }) => `${formatMoney(amount, coin)} from offer ${offer}\n`),
          ...(credit > 0n ? [`${formatMoney(credit, coin)} for reviewing and the like\n`] : []),
          `${cli.style.bold(formatMoney(earned.claimed + credit, coin))} sent to ${earned.to}.\n`,
        ].join('')
      })
    })
