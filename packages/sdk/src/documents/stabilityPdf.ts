import type { Stability } from '../http/routes/terms.ts'
import { sayPersonalData } from '../projections/sayTerms.ts'
import { createPdf } from './createPdf.ts'
import { facts, grouped, hashText, heading, isoDay, isoTime, percent } from './pdfParts.ts'

const warranties: Record<Stability['warranties'][number], string> = {
  'own-or-authorised': 'members own the data or were allowed to lend it',
  'no-third-party-personal-data': 'no personal data of other people',
  'no-infringement': 'no rights of others are infringed',
  'lawful-collection': 'lawfully collected',
  'no-malware': 'no harmful code',
  'as-is': 'otherwise as it is',
}

const duration = (seconds: number): string => {
  for (const [size, one, many] of [
    [86_400, 'day', 'days'],
    [3_600, 'hour', 'hours'],
    [60, 'minute', 'minutes'],
  ] as const)
    if (seconds >= size && seconds % size === 0) return `${seconds / size} ${seconds === size ? one : many}`
  return `${seconds} seconds`
}

const rowsOf = ({ rows, members }: { rows: number; members: number }) =>
  rows === 0 && members === 0
    ? 'none'
    : `${grouped(rows)} rows of ${grouped(members)} ${members === 1 ? 'member' : 'members'}`

/** What a licensee should know before paying. `daoName` stands on every page; `url` is where it can be had anew. */
export const stabilityPdf = (
  sheet: Stability,
  { daoName, url }: { daoName: string; url?: string | undefined },
): Promise<Uint8Array> => {
  const { withdrawals } = sheet
  return createPdf(
    {
      content: [
        { text: 'Stability sheet', style: 'title' },
        {
          text: `${sheet.offerName}: ${sheet.dataset}, version ${sheet.release}, for ${sheet.months} ${sheet.months === 1 ? 'month' : 'months'} from ${isoDay(sheet.at)}`,
          style: 'lead',
        },
        heading('How long the permissions last'),
        facts([
          ['In this version', rowsOf(sheet)],
          ['Your license would end', isoDay(sheet.end)],
          [
            'Permitted beyond that day',
            `${rowsOf(sheet.outlasting)}: ${percent(sheet.outlasting.share)} of the rows. Any member can still take theirs back before.`,
          ],
          ['Paused now', rowsOf(sheet.paused)],
        ]),
        heading('Data taken back so far'),
        facts([
          ['Since the first version', rowsOf(withdrawals)],
          ['Last time', withdrawals.last === null ? 'never' : isoDay(withdrawals.last)],
          [
            'In a year',
            withdrawals.perYear === null
              ? 'not known: there is less than a month of history'
              : `${percent(withdrawals.perYear)} of the rows, if it goes on like this`,
          ],
          ['A version without it is cut within', duration(withdrawals.cutWithin)],
          ['You delete what was taken back within', `${sheet.licenseeDeadlineDays} days of the notice`],
        ]),
        heading('When data is taken back, you keep'),
        { ul: sheet.survives, margin: [0, 0, 0, 6] },
        heading('What ends'),
        { ul: sheet.ends, margin: [0, 0, 0, 6] },
        heading('Money, promises, contact'),
        facts([
          ['Refunds', sheet.refunds],
          ['Warranties', { ul: sheet.warranties.map((warranty) => warranties[warranty]) }],
          ['In the text’s words', sheet.warrantyText || 'nothing'],
          ['Personal data', sayPersonalData({ personalData: { present: sheet.personalData } })],
          ['Contact', sheet.contact],
          ['Terms (SHA-256)', hashText(sheet.terms)],
          ['License text (SHA-256)', hashText(sheet.legalText)],
          ...(url ? [['This sheet anew', hashText(url)] as const] : []),
        ]),
      ],
      footer: [
        `${daoName} · offer ${sheet.offer} · as of ${isoTime(sheet.at)}`,
        'Numbers are of that moment and promise nothing about the members’ future choices.',
      ],
    },
    { title: `Stability sheet · ${sheet.offerName}`, at: sheet.at },
  )
}
