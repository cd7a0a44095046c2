import type { Downloaded } from '@usufruct/sdk/actions/access/downloadLicense'
import type { DaoInfo } from '@usufruct/sdk/http/routes/dao'
import type { Notice } from '@usufruct/sdk/http/routes/license'
import { formatDay, formatTime } from '../output/dates.ts'

const reasons = {
  CONSENT_WITHDRAWN: 'its member stopped sharing it',
  CONSENT_EXPIRED: 'its member’s permission ran out',
}

/** What lies beside the data, for whoever finds the folder a year from now. */
export const readmeOf = (dao: DaoInfo, downloaded: Downloaded, notices: readonly Notice[]): string => {
  const { license, manifest, rows, leftOut, columns } = downloaded
  const lines = [
    `# ${manifest.dataset.name}`,
    '',
    `Version ${manifest.release} of offer ${manifest.offer}, from ${dao.name}. ${rows.length} rows.`,
    `Licensed until ${formatDay(license.end)} for: ${license.purposes.join(', ')}. See LICENSE.txt.`,
    '',
    '| file | what it is |',
    '|---|---|',
    '| data.parquet | the rows |',
    '| croissant.json | description of the dataset, as released (Croissant 1.1) |',
    '| manifest.json | the parts of this version; the SHA-256 of this file is on the DAO’s chain |',
    '| LICENSE.txt | what you may do, with whom it was agreed |',
    '',
    'Each row has `record_id` (the record’s, for good), `contributor` (a pseudonym) and `grant` (the permission',
    `it is under), and: ${columns.map(({ name, type }) => `\`${name}\` (${type})`).join(', ')}.`,
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
  { terms, title, text }: { terms: string; title: string; text: string },
): string =>
  [
    `License ${license.license}`,
    '',
    `Licensor:  ${dao.name}, DAO ${dao.deployment.membership} on chain ${dao.deployment.chainId}`,
    `Licensee:  ${license.licensee}`,
    `Data:      ${manifest.dataset.slug}, offer ${license.offer}, version ${manifest.release}`,
    `Manifest:  ${license.manifest} (SHA-256)`,
    `Purposes:  ${license.purposes.join(', ')}`,
    `Term:      ${formatTime(license.start)} to ${formatTime(license.end)} UTC`,
    `Terms:     ${title}, SHA-256 ${terms}`,
    ...(dao.banner ? ['', dao.banner] : []),
    '',
    '-'.repeat(78),
    '',
    text,
  ].join('\n')
