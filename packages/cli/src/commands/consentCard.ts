import { writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { myConsents } from '@usufruct/sdk/actions/consent/myConsents'
import { leaveCardPdf } from '@usufruct/sdk/documents/leaveCardPdf'
import { type Purpose, purposes } from '@usufruct/sdk/domain/purposes'
import type { Consent } from '@usufruct/sdk/http/routes/consent'
import { type MadeLeaveCard, makeLeaveCard } from '@usufruct/sdk/leaveCard/makeLeaveCard'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { usageError } from '../usage.ts'
import { relayCard } from './consentCardRelay.ts'
import { datasetOfConsents } from './datasetOfConsents.ts'

type Options = { dataset?: string; out?: string; relay?: string; rpc?: string; keeper?: string[] }

const each = (text: string, before: string[] = []): string[] => [...before, text]
const labelsOf = (codes: readonly Purpose[]) =>
  purposes.filter(({ code }) => codes.includes(code)).map(({ label }) => label)

export const addConsentCard = (consent: Command, cli: Cli): Command =>
  consent
    .command('card')
    .description('make a leave card: a withdrawal signed beforehand that anybody can send in; or send one in')
    .option('--dataset <dataset>', 'which; needed when there are several')
    .option('--out <file>', 'write it to a .pdf, .txt or .json')
    .option('--relay <file-or-text>', 'send this card in; needs neither account nor node')
    .option('--rpc <url>', 'with --relay: the ledger, if the DAO’s node is down')
    .option('--keeper <url>', 'with --relay: a key holder to tell directly; may be given again', each)
    .action(async (options: Options) => {
      if (options.relay !== undefined) return relayCard(cli, { ...options, relay: options.relay })
      if (options.rpc !== undefined || options.keeper !== undefined)
        throw usageError('--rpc and --keeper are for sending a card in.', 'Add --relay FILE.')
      const format = options.out === undefined ? undefined : formatOf(options.out)
      const actor = await cli.connectAs()
      const dataset = await datasetOfConsents(actor, options.dataset)
      const made = await makeLeaveCard(actor, { dataset })
      const covered = (await myConsents(actor, dataset)).filter(({ consent: id }) =>
        made.consents.includes(id),
      )
      if (options.out && format)
        await writeFile(options.out, await fileOf[format](actor, made, covered), { mode: 0o600 })
      const { text, card, consents } = made
      cli.print({ dataset, consents, card, text, out: options.out ?? null }, () =>
        [
          `Whoever sends this in stops the use of what you lent to ${dataset}: ${consents.length} permission(s).\n`,
          'It can do nothing else. Keep it away from this machine. A permission you give later needs a new card.\n',
          options.out ? `Written to ${options.out}.\n` : '',
          `\n${text}\n`,
        ].join(''),
      )
    })

type Format = 'pdf' | 'txt' | 'json'

const formatOf = (out: string): Format => {
  const format = extname(out).slice(1).toLowerCase()
  if (format === 'pdf' || format === 'txt' || format === 'json') return format
  throw usageError(`“${out}” is no kind of file that a card is written to.`, 'Name a .pdf, .txt or .json.')
}

const fileOf: Record<
  Format,
  (actor: Actor, made: MadeLeaveCard, covered: readonly Consent[]) => Promise<Uint8Array | string>
> = {
  json: async (_, { card }) => `${JSON.stringify(card, null, 2)}\n`,
  txt: async (_, { card, text }) =>
    `Leave card of ${card.account} for ${card.dao}, dataset ${card.dataset.slug}.\nSend it in with: usufruct consent card --relay FILE\n\n${text}\n`,
  pdf: (actor, { card, text }, covered) =>
    leaveCardPdf({
      payload: text,
      dao: { name: card.dao, chainId: card.chainId, members: card.members },
      account: card.account,
      permissions: covered.map(({ dataset, purposes: codes, end }) => ({
        dataset,
        purposes: labelsOf(codes),
        end,
      })),
      holders: actor.dao.keepers.map(({ index, address, url }) => ({
        name: `Key holder ${index + 1}`,
        address: /^https?:/.test(url) ? url : address,
      })),
      at: card.madeAt,
    }),
}
