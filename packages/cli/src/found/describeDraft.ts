import { formatMoney } from '@usufruct/sdk/domain/money'
import { draftSigning } from '@usufruct/sdk/founding/checkDraft'
import { describeSplit } from '@usufruct/sdk/founding/describeSplit'
import { type CompleteDraft, draftHash } from '@usufruct/sdk/founding/draft'
import { simulateSplit } from '@usufruct/sdk/founding/simulateSplit'
import type { Cli } from '../cli.ts'
import { plain } from '../io.ts'
import { facts } from '../output/table.ts'

const coin = { symbol: 'PRACTICE', decimals: 6 }

/** A draft for software: what `--json` prints. */
export const draftJson = async (path: string, draft: CompleteDraft) => {
  const { signed, missing, stale } = await draftSigning(draft)
  return {
    draft: path,
    hash: draftHash(draft),
    name: draft.charter.name,
    charter: draft.charter,
    texts: draft.texts,
    founders: draft.founders.map(({ name, address }) => ({
      name,
      address,
      signed: signed.some((each) => each.address === address),
    })),
    ready: draft.founders.length > 0 && missing.length === 0 && stale.length === 0,
  }
}

/** A draft for people: what is founded, how the money goes, and the three hashes of each text. */
export const describeDraft = async (cli: Cli, path: string, draft: CompleteDraft): Promise<string> => {
  const { charter, texts } = draft
  const { hash, founders } = await draftJson(path, draft)
  const lending = { kind: 'long-tail' } as const
  const simulated = simulateSplit({ amount: 10_000_000_000n, split: charter.split, members: 120, lending })
  const { bold, dim, green, yellow } = cli.style
  return [
    `\n${bold(plain(charter.name))}\n${plain(charter.purpose)}\n\n`,
    facts(
      [
        [
          'Legal form',
          `${charter.wrapper.kind}${charter.wrapper.legalName ? `, ${charter.wrapper.legalName}` : ''}`,
        ],
        ['Answers for it', charter.wrapper.accountableAgent || 'nobody'],
        ['Dataset', charter.datasets.map(({ name, slug }) => `${name} (${slug})`).join(', ')],
        ['Personal data', charter.data.personalData],
        ...charter.offers.map(({ name, pricePerMonth, maxMonths, purposes }): [string, string] => [
          `Offer ${name}`,
          `${formatMoney(BigInt(pricePerMonth), coin)} a month, up to ${maxMonths} months, for ${purposes.join(', ')}`,
        ]),
        ['Up for a vote', charter.governance.votes.join(', ') || 'nothing'],
        ['Never', charter.governance.outOfScope.join(', ')],
        ['Languages', charter.languages.join(', ')],
      ],
      cli.style,
    ),
    `\n${describeSplit(simulated, lending, coin).summary}\n`,
    ...texts.map(
      ({ title, language, template, parameters, rendered }) =>
        `\n${bold(plain(title))} ${dim(language)}\n  template    ${template}\n  parameters  ${parameters}\n  text        ${rendered}\n`,
    ),
    `\n${bold('Founders')} sign ${hash}\n`,
    ...founders.map(
      ({ name, address, signed }) =>
        `  ${signed ? green('signed') : yellow('open  ')}  ${name}  ${address}\n`,
    ),
    `\nThe draft is in ${path}\n`,
  ].join('')
}
