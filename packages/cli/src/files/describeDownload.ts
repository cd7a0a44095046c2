import type { Downloaded } from '@usufruct/sdk/actions/access/downloadLicense'
import type { DaoInfo } from '@usufruct/sdk/http/routes/dao'
import type { Notice } from '@usufruct/sdk/http/routes/license'
import { formatDay, formatTime } from '../output/dates.ts'

const reasons = {
  CONSENT_WITHDRAWN: 'its member stopped sharing it',
  CONSENT_EXPIRED: 'its member’s permission ran out',
}

/** What the folder of one download has to say beside the dataset’s card, for whoever finds it a year from now. */
export const copyNotesOf = (dao: DaoInfo, downloaded: Downloaded, notices: readonly Notice[]): string => {
  const { license, manifest, rows, leftOut } = downloaded
  const lines = [
    '## This copy',
    '',
    `Version ${manifest.release} of offer ${manifest.offer}, from ${dao.name}. ${rows.length} rows.`,
    `Licensed until ${formatDay(license.end)} for: ${license.purposes.join(', ')}. See LICENSE.txt.`,
    '',
    '| file | what it is |',
    '|---|---|',
    '| data.parquet | the rows |',
    '| croissant.json | description of the dataset, as released (Croissant 1.1) |',
    '| offer.odrl.jsonld | the conditions of use for machines (ODRL 2.2) |',
    '| manifest.json | the parts of this version; the SHA-256 of this file is on the DAO’s chain |',
    '| LICENSE.txt | what you may do, with whom it was agreed |',
    '| license-text.md | the license text, byte for byte as it was published |',
    '| certificate.json | your license, signed by the DAO’s operator; can be checked without a network |',
    '',
  ]
  if (leftOut.length > 0) {
    lines.push(
      '## Left out',
      '',
      'These parts belong to this version, and cannot be had any more:',
      '',
      ...leftOut.map(
        ({ contribution, consent, rows, code }) =>
          `- ${rows} rows of contribution ${contribution} (grant ${consent}): ${reasons[code]}`,
      ),
      '',
      'If you have an earlier copy, delete the rows with these grants from it.',
      '',
    )
  }
  if (notices.length > 0)
    lines.push('## Notices', '', ...notices.map(({ text, at }) => `- ${formatTime(at)}: ${text}`), '')
  return lines.join('\n')
}

export const licenseTextOf = (
  dao: DaoInfo,
  { license, manifest }: Downloaded,
  { terms, text }: { terms: string; text: { hash: string; title: string; text: string } },
): string =>
  [
    `License ${license.license}`,
    '',
    `Licensor:  ${dao.name}, DAO ${dao.deployment.members} on chain ${dao.deployment.chainId}`,
    `Licensee:  ${license.licensee}`,
    `Data:      ${manifest.dataset.slug}, offer ${license.offer}, version ${manifest.release}`,
    `Manifest:  ${license.manifest} (SHA-256)`,
    `Purposes:  ${license.purposes.join(', ')}`,
    `Term:      ${formatTime(license.start)} to ${formatTime(license.end)} UTC`,
    `Terms:     SHA-256 ${terms}`,
    `Text:      ${text.title}, SHA-256 ${text.hash}`,
    ...(dao.banner ? ['', dao.banner] : []),
    '',
    '-'.repeat(78),
    '',
    text.text,
  ].join('\n')
