import type { Column, Content } from 'pdfmake/interfaces.js'
import { createPdf } from './createPdf.ts'
import { isoDay } from './pdfParts.ts'
import { qrImage } from './qrImage.ts'
import { splitPayload } from './splitPayload.ts'

export type LeaveCard = {
  /** What the QR holds: pre-signed withdrawals, in the form that `leaveCard/` reads. */
  payload: string
  dao: { name: string; chainId: number; members: string }
  account: string
  /** One line for each permission that the card takes back. */
  permissions: readonly { dataset: string; purposes: readonly string[]; end: number }[]
  /** Anyone of them takes the card and acts on it. */
  holders: readonly { name: string; address: string }[]
  /** Unix time in seconds. */
  at: number
  pageSize?: 'A4' | 'LETTER' | undefined
}

const mm = 72 / 25.4
/** As wide as the page's text; folded twice it fits a wallet. */
const cardWidth = 483
const qrSize = 80 * mm

const dashed = {
  hLineWidth: () => 0.8,
  vLineWidth: () => 0.8,
  hLineStyle: () => ({ dash: { length: 4, space: 3 } }),
  vLineStyle: () => ({ dash: { length: 4, space: 3 } }),
  hLineColor: () => '#777777',
  vLineColor: () => '#777777',
  paddingLeft: () => 12,
  paddingRight: () => 12,
  paddingTop: () => 10,
  paddingBottom: () => 8,
}

const label = (text: string): Content => ({ text, style: 'label', fontSize: 8.5, margin: [0, 5, 0, 0] })

const cardText = (card: LeaveCard, part: string): Column => ({
  width: '*',
  margin: [0, 8, 0, 0],
  stack: [
    { text: 'Leave card', fontSize: 17, bold: true },
    { text: card.dao.name, fontSize: 11, margin: [0, 0, 0, 2] },
    ...(part ? [{ text: part, bold: true, fontSize: 9.5 }] : []),
    label('Whoever sends it in stops the use of this account’s data'),
    { text: card.account, fontSize: 8.2 },
    label('in'),
    ...card.permissions.slice(0, 6).map(({ dataset }) => ({ text: dataset, fontSize: 9.5, bold: true })),
    ...(card.permissions.length > 6
      ? [{ text: `and ${card.permissions.length - 6} more, see below`, fontSize: 9 }]
      : []),
    label('Made on'),
    { text: isoDay(card.at), fontSize: 9.5 },
    label('To use it'),
    { text: 'Scan it with any phone; with the text that shows, run', fontSize: 8.5 },
    { text: 'usufruct consent card --relay TEXT', style: 'code', fontSize: 8.5 },
  ],
})

const cut = (card: LeaveCard, text: string, at: number, of: number): Content => ({
  margin: [0, 0, 0, 10],
  layout: dashed,
  unbreakable: true,
  table: {
    widths: [cardWidth - 25],
    body: [
      [
        {
          columnGap: 8,
          columns: [
            { width: qrSize, stack: [qrImage(text, qrSize)] },
            cardText(card, of > 1 ? `Part ${at + 1} of ${of}: keep them together` : ''),
          ],
        },
      ],
    ],
  },
})

/**
 * A leave card for paper: cut along the dashes, fold, keep. A payload too long for one QR is split over several
 * numbered ones (`joinPayload` puts them together again).
 * @throws UsufructError `QR_TOO_LONG`
 */
export const leaveCardPdf = (card: LeaveCard): Promise<Uint8Array> => {
  const parts = splitPayload(card.payload)
  const ways: Content[] = [
    {
      text: [
        { text: 'Hand it to anybody. ', bold: true },
        'They need no account, no key and none of your devices. They can do nothing with it but take these permissions back.',
      ],
    },
    {
      text: [
        { text: 'Type one command. ', bold: true },
        'On any computer that reaches the ledger or a key holder: ',
        { text: 'usufruct consent card --relay', style: 'code', noWrap: true },
        ' and then the text: scan the code with any phone and paste what it shows, or type what is printed below. Or a file with that text in it; a picture of the code is not read.',
      ],
    },
    {
      text: [
        { text: 'Send it to a key holder. ', bold: true },
        'Each of them takes it, refuses your data from then on, and needs no one’s leave: ',
        card.holders.map(({ name, address }) => `${name} (${address})`).join(', ') || 'see the DAO’s page',
        '.',
      ],
    },
  ]
  return createPdf(
    {
      pageSize: card.pageSize,
      content: [
        ...parts.map((text, at) => cut(card, text, at, parts.length)),
        { text: 'What this card does', style: 'heading', margin: [0, 4, 0, 4], headlineLevel: 1 },
        {
          style: 'paragraph',
          text: `You signed it on ${isoDay(card.at)}, beforehand. It takes back the permissions listed here: no new licenses, no keys, no share of new income; what you earned stays yours, and a model that was already trained stays as it is. It cannot give, change or pay anything. It stays good until the permissions end; a permission that you give later needs a new card.`,
        },
        {
          text: 'Three ways to use it, without your device and without the DAO’s own computer',
          style: 'subheading',
        },
        { ol: ways, margin: [0, 0, 0, 6] },
        { text: 'What it covers', style: 'subheading' },
        {
          ul: card.permissions.map(({ dataset, purposes, end }) => ({
            text: [{ text: dataset, bold: true }, ` until ${isoDay(end)}: ${purposes.join('; ')}`],
          })),
          margin: [0, 0, 0, 6],
        },
        {
          style: 'fine',
          text: `DAO ${card.dao.members} on chain ${card.dao.chainId}. Keep it like a spare key: who finds it can stop the use of your data, and nothing else.`,
        },
        { text: 'The same as text', style: 'subheading' },
        { text: card.payload, fontSize: 6.5, lineHeight: 1.1 },
      ],
      footer: [`${card.dao.name} · leave card of ${card.account} · ${isoDay(card.at)}`],
    },
    { title: `Leave card · ${card.dao.name}`, at: card.at },
  )
}
