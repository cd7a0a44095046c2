import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import { findUsufructError } from '@usufruct/sdk/domain/errors'
import { formatMoney } from '@usufruct/sdk/domain/money'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { type LicensePapers, licensePapers } from '../files/licensePapers.ts'
import { certificateFile, writeCertificate } from '../files/writeCertificate.ts'
import { plain } from '../io.ts'
import { formatDay, formatTime } from '../output/dates.ts'
import { facts } from '../output/table.ts'
import { parseId } from './parseNumbers.ts'

/** The papers, or why there are none: a license is shown even where its terms cannot be. */
type Papers = { papers: LicensePapers } | { missing: string }

const factsOf = (found: Papers, written: string | undefined): [string, string][] => {
  if ('missing' in found) return [['Certificate', found.missing]]
  const { terms, termsHash, text, signed } = found.papers
  return [
    ['Text', `${text.title} ${text.version}, SHA-256 ${text.hash}`],
    ['Terms', `${terms.id}, SHA-256 ${termsHash}`],
    ['Certificate', `signed by ${signed.signer}, SHA-256 ${signed.hash}; every check of it holds`],
    ...(written ? [['Written to', written] as [string, string]] : []),
  ]
}

const jsonOf = (found: Papers, written: string | undefined) => {
  if ('missing' in found) return { certificate: null }
  const { termsHash, text, signed, verification } = found.papers
  return {
    terms: signed.certificate.terms,
    offerTerms: termsHash,
    text: { hash: text.hash, title: text.title, version: text.version },
    certificate: { hash: signed.hash, signer: signed.signer, ...verification, file: written ?? null },
  }
}

export const addLicenseShow = (license: Command, cli: Cli): Command =>
  license
    .command('show')
    .description('one license and its certificate; its notices too, when it is yours (--as NAME)')
    .argument('<license>', 'license id', parseId('license'))
    .option('--certificate <file>', 'write the certificate to FILE.json (signed) or FILE.pdf (for people)')
    .action(async (id: string, { certificate }: { certificate?: string }) => {
      const wanted = certificate === undefined ? undefined : certificateFile(certificate)
      const actor = await cli.connect()
      const found = await actor.node.call('getLicense', { params: { license: id } }, { signal: cli.signal })
      const isOwn = found.licensee === actor.account?.address.toLowerCase()
      const { notices } = isOwn
        ? await signedIn(actor, () => actor.node.call('listNotices', { params: { license: id } }))
        : { notices: [] }
      const papers = await licensePapers(actor, found).then(
        (known): Papers => ({ papers: known }),
        (error: unknown): Papers => {
          const told = findUsufructError(error)
          if (wanted || !told) throw error
          return { missing: told.message }
        },
      )
      const written = wanted && 'papers' in papers ? await writeCertificate(wanted, papers.papers) : undefined
      const value = { ...found, ...jsonOf(papers, written), ...(isOwn ? { noticesTold: notices } : {}) }
      cli.print(value, () =>
        [
          facts(
            [
              ['License', found.license],
              [
                'Data',
                `${found.dataset}, offer ${found.offer} ${found.offerName}, version ${found.opensRelease}`,
              ],
              ['Licensee', found.licensee],
              ['Purposes', found.purposes.join(', ')],
              [
                'Term',
                `${formatTime(found.start)} to ${formatTime(found.end)} UTC${found.live ? '' : ' (over)'}`,
              ],
              ['Paid', formatMoney(BigInt(found.price), actor.dao.coin)],
              ...factsOf(papers, written),
              ['Notices', String(found.notices)],
            ],
            cli.style,
          ),
          ...notices.map(
            ({ text, at, deleteBy }) =>
              `${cli.style.yellow(`\n${formatTime(at)}, delete by ${formatDay(deleteBy)}`)}\n${plain(text)}\n`,
          ),
        ].join(''),
      )
    })
