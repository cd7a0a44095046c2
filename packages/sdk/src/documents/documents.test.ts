import { decodeQR } from 'qr/decode.js'
import { extractText, getDocumentProxy } from 'unpdf'
import { describe, expect, it } from 'vitest'
import type { Certificate, Stability } from '../http/routes/terms.ts'
import { fullTerms } from '../projections/fullTerms.ts'
import { consentReceipt } from '../records/consentReceipt.ts'
import type { ConsentRecordInput } from '../records/consentRecord.ts'
import { licenseTerms, termsHash } from '../terms/terms.ts'
import { fillTemplate } from '../texts/fillTemplate.ts'
import { parseText } from '../texts/parseText.ts'
import { sectionsOf } from '../texts/sectionsOf.ts'
import { certificatePdf } from './certificatePdf.ts'
import { createPdf } from './createPdf.ts'
import { leaveCardPdf } from './leaveCardPdf.ts'
import { percent } from './pdfParts.ts'
import { qrPath, qrSquares } from './qrImage.ts'
import { receiptPdf } from './receiptPdf.ts'
import { joinPayload, joinScanned, splitPayload } from './splitPayload.ts'
import { stabilityPdf } from './stabilityPdf.ts'
import { textPdf } from './textPdf.ts'

/** What a reader's program finds in a PDF, line breaks as spaces; and page by page. */
const read = async (pdf: Uint8Array) => {
  const { text } = await extractText(await getDocumentProxy(pdf.slice()))
  const pages = text.map((page) => page.replace(/\s+/g, ' '))
  return { pages, all: pages.join(' '), packed: pages.join('').replace(/\s+/g, '') }
}

const hash = (digit: string) => `0x${digit.repeat(64)}` as const
const at = 1_767_225_600
const membership = '0x00000000000000000000000000000000000000da'
const account = '0x00000000000000000000000000000000000000ac'
const signed = { hash: hash('9'), signer: account, signature: `0x${'5'.repeat(130)}` } as const

const names = 'Αθηνά Ωρίων, Кооператив Юність, Nguyễn Đặng Thị Hằng, Łódź Çelik Ñandú Ærøskøbing'

const template = `---
template: usufruct-charter
kind: charter
title: Charter of {{dao.name}}
version: 1.2.0
language: en
authoritative: true
lawyer: required
placeholders: [dao.name]
---
# Charter of {{dao.name}}

> **Template.** A lawyer must read this.

## 1. What it is for

Founded by {{dao.name}}. See [the law](https://law.example/a), \`code\` and *more*.

- one **bold** item
- another
  1. inner

| what | when |
|---|--:|
| a review | 15 minutes |
| short |

## 2. Members

\`\`\`
  kept as it is
\`\`\`

---

### 2.1 Leaving

<b>Anyone</b> may leave.
## 3. The end

So.
`
const published = (name: string) => parseText(fillTemplate(template, { 'dao.name': name }).text)

describe('a text as PDF', () => {
  it('has every heading and word, and on each page title, version and hash', async () => {
    // Enough for several pages.
    const filler = '\n\nA long paragraph about nothing in particular that goes on for a while.'.repeat(40)
    const text = parseText(published(names).text.replace('may leave.', `may leave.${filler}`))
    const pdf = await textPdf(text, { at })
    const { pages, all, packed } = await read(pdf)
    expect(pages.length).toBeGreaterThan(1)
    for (const [page, words] of pages.entries()) {
      expect(words).toContain(text.hash)
      expect(words).toContain('version 1.2.0')
      expect(words).toContain(`Page ${page + 1} of ${pages.length}`)
    }
    for (const { number, title } of sectionsOf(text.body))
      expect(all).toContain(`${number}. ${title}`.replace('2.1.', '2.1'))
    for (const name of names.split(', ')) expect(all).toContain(name)
    for (const words of ['the law (https://law.example/a)', 'one bold item', '15 minutes', 'kept as it is'])
      expect(all).toContain(words)
    expect(all).toContain('<b>Anyone</b> may leave.')
    expect(packed).toContain(text.front.renderedFrom?.template)
    expect(packed).toContain(text.front.renderedFrom?.parameters)
    expect(all).not.toContain('[U+')
  })

  it('is the same bytes from the same text and time, and others from another', async () => {
    const text = published('The Tide')
    const first = await textPdf(text, { at })
    expect(Buffer.from(await textPdf(text, { at })).equals(first)).toBe(true)
    expect(Buffer.from(await textPdf(text, { at: at + 1 })).equals(first)).toBe(false)
    expect(Buffer.from(await textPdf(published('The Tides'), { at })).equals(first)).toBe(false)
  })

  it('names what its font cannot draw, and says so', async () => {
    const { all } = await read(await textPdf(published('東京 Co-op شمس'), { at }))
    expect(all).toContain('[U+6771][U+4EAC] Co-op [U+0634]')
    expect(all).toContain('given by their Unicode number')
  })

  it('refuses a text that nobody could read', async () => {
    const text = parseText(
      template
        .replace(/placeholders.*\n/, '')
        .replaceAll('{{dao.name}}', '約款'.repeat(400))
        .replace(/title: .*/, 'title: x'),
    )
    await expect(textPdf(text, { at })).rejects.toMatchObject({ code: 'PDF_CHARACTERS' })
  })

  it('loses nothing of a word that is wider than its place', async () => {
    const long = (length: number) =>
      Array.from({ length }, (_, at) => String.fromCharCode(65 + (at % 26))).join('')
    const cell = (text: string) =>
      `| a | b | c | d | e |\n|---|---|---|---|---|\n| ${text} | x | ${text} | x | x |\n`
    const words = [20, 40, 90, 300].map(long)
    const body = `\n## 4. Long\n\n${words.map((word) => `So ${word} is.\n\n- **${word}**\n\n${cell(word)}`).join('\n')}`
    const text = parseText(published(long(120)).text + body)
    const { packed } = await read(await textPdf(text, { at }))
    for (const word of words) expect(packed.split(word).length - 1, word).toBeGreaterThanOrEqual(4)
    expect(packed).toContain(`Charterof${long(120)}`)
  })

  it('joins accents to their letters', async () => {
    const { all } = await read(
      await createPdf({ content: ['Łódź Việt'.normalize('NFD')], footer: [] }, { title: 'x', at }),
    )
    expect(all).toContain('Łódź Việt')
  })
})

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const payloadOf = (length: number) =>
  Array.from({ length }, (_, at) => alphabet[(at * 31 + (at >> 3)) % alphabet.length]).join('')

/** Squares as a picture, eight dots each. */
const scan = (squares: boolean[][]) => {
  const size = squares.length * 8
  const data = new Uint8Array(size * size * 4).fill(255)
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++)
      if (squares[y >> 3]?.[x >> 3]) data.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3)
  return decodeQR({ width: size, height: size, data }, { timeLimit: Number.POSITIVE_INFINITY })
}

/** A path of `M x y h w v1 …` back to squares. */
const squaresOf = (path: string, size: number) => {
  const squares = Array.from({ length: size }, () => Array.from({ length: size }, () => false))
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let dx = 0; dx < Number(width); dx++) (squares[Number(y)] as boolean[])[Number(x) + dx] = true
  return squares
}

const card = {
  dao: { name: 'Кооператив Tide', chainId: 31_337, membership },
  account,
  permissions: [{ dataset: 'Palmer penguins', purposes: ['Academic research'], end: at + 86_400 * 365 }],
  holders: [{ name: 'Key holder 1', address: 'https://one.example' }],
  at,
}

describe('a leave card', () => {
  it('is a QR that a phone reads back', () => {
    const payload = payloadOf(1_200)
    expect(splitPayload(payload)).toEqual([payload])
    const squares = qrSquares(payload)
    expect(squaresOf(qrPath(squares), squares.length)).toEqual(squares)
    expect(scan(squares)).toBe(payload)
  })

  it('is several numbered ones when it is long, in any order', () => {
    const payload = `${payloadOf(3_000)}é漢`
    const parts = splitPayload(payload)
    expect(parts.map((part) => part.slice(0, 4))).toEqual(['1/3 ', '2/3 ', '3/3 '])
    expect(parts.map((part) => scan(qrSquares(part)))).toEqual(parts)
    expect(joinPayload([...parts].reverse())).toBe(payload)
    expect(joinScanned(`Scanned:\r\n${[...parts].reverse().join('\r\n')}\n`)).toBe(payload)
    expect(joinScanned('as it is\n')).toBe('as it is\n')
    expect(() => joinPayload(parts.slice(1))).toThrow('Parts 1 of 3 are missing')
    expect(() => joinPayload([])).toThrow('Nothing was scanned')
    expect(() => splitPayload(payloadOf(20_000))).toThrow('do not fit')
  })

  it('is one page with everything that using it takes', async () => {
    const payload = payloadOf(1_200)
    const pdf = await leaveCardPdf({ ...card, payload })
    const { pages, all, packed } = await read(pdf)
    expect(pages).toHaveLength(1)
    for (const words of [
      'Leave card',
      'Кооператив Tide',
      account,
      'Palmer penguins until 2027-01-01: Academic research',
      '2026-01-01',
      'usufruct consent card --relay',
      'Hand it to anybody',
      'https://one.example',
    ])
      expect(all).toContain(words)
    // For whoever has no camera.
    expect(packed).toContain(payload)
    expect(Buffer.from(await leaveCardPdf({ ...card, payload })).equals(pdf)).toBe(true)
  })

  it('numbers its parts on paper', async () => {
    const { all } = await read(await leaveCardPdf({ ...card, payload: payloadOf(2_000), pageSize: 'LETTER' }))
    expect(all).toContain('Part 1 of 2')
    expect(all).toContain('Part 2 of 2')
  })
})

const terms = licenseTerms.parse({ ...fullTerms, kind: 'grant' })

const record: ConsentRecordInput = {
  identifier: 'a6f58318-72e6-46a2-bfd7-f36d795e30cd',
  createdAt: at,
  consent: hash('e'),
  account,
  terms,
  termsHash: termsHash(terms),
  dataset: { slug: 'birds', name: 'Птицы und Vögel' },
  notice: { hash: hash('b'), title: 'Agreement', version: '1.2.0', language: 'en', publishedAt: at },
  controller: {
    chainId: 31_337,
    membership,
    name: 'Bird Watchers',
    legalName: 'Bird Watchers e.V.',
    registration: 'VR 1',
    address: 'Nest 1',
    accountableAgent: 'Łucja',
    privacyContact: 'privacy@birds.example',
  },
  pages: { consents: 'https://birds.example/me', rights: 'urn:usufruct:page:rights' },
  replaces: null,
  replacedBy: null,
  recipients: [{ license: '77', licensee: '0x00000000000000000000000000000000000000fe' }],
  events: [
    { kind: 'given', at, by: 'member', method: 'one box per purpose' },
    {
      kind: 'paused',
      at: at + 60,
      by: 'member',
      method: 'signed pause',
      evidence: { transaction: hash('7') },
    },
  ],
}

describe('a consent receipt', () => {
  const receipt = consentReceipt(
    { id: '5e6f58ac-0000-4000-8000-000000000001', kind: 'paused', issuedAt: at + 60 },
    record,
  )

  it('says what, for what, until when, how to stop it and what proves it', async () => {
    const { all, packed } = await read(await receiptPdf(receipt, signed))
    for (const words of [
      'You paused a permission: Птицы und Vögel',
      'Bird Watchers e.V., Nest 1',
      'Agreement, version 1.2.0 (en)',
      '2026-01-01 00:00 UTC, one box per purpose',
      'Paused',
      'https://birds.example/me',
      'privacy@birds.example; Łucja',
      'Complaint to a supervisory authority',
      terms.term.end?.slice(0, 10) ?? '',
    ])
      expect(all).toContain(words)
    for (const proof of [
      account,
      hash('e'),
      hash('b'),
      hash('7'),
      record.termsHash,
      signed.hash,
      signed.signature,
    ])
      expect(packed).toContain(proof)
    expect(packed).toContain('00000000000000000000000000000000000000fe')
  })

  it('takes JSON as it was stored, and gives the same bytes', async () => {
    const stored: unknown = JSON.parse(JSON.stringify(receipt))
    expect(Buffer.from(await receiptPdf(stored, signed)).equals(await receiptPdf(receipt, signed))).toBe(true)
  })

  it('is refused when it is none', async () => {
    await expect(async () => receiptPdf({ '@type': 'dpv:ConsentRecord' }, signed)).rejects.toMatchObject({
      code: 'RECEIPT_INVALID',
    })
  })
})

const certificate: Certificate = {
  schema: 'usufruct-certificate/1',
  license: String((3n << 64n) | 7n),
  dao: {
    name: 'Bird Watchers',
    chainId: 31_337,
    membership,
    licenses: '0x00000000000000000000000000000000000000cc',
  },
  licensee: account,
  offer: '3',
  offerName: 'Forschung für Ελλάς',
  dataset: 'birds',
  release: 4,
  manifest: hash('4'),
  rows: 12_345,
  purposes: ['research.academic'],
  start: at,
  end: at + 86_400 * 30,
  price: '1234500000',
  coin: { symbol: 'PUSD', decimals: 6 },
  terms,
  termsHash: termsHash(terms),
  legalText: hash('6'),
  charter: hash('8'),
  transaction: hash('7'),
  issuedAt: at + 5,
}

describe('a license certificate', () => {
  it('says who, what, until when, and what proves it', async () => {
    const pdf = await certificatePdf(certificate, signed, { url: 'https://birds.example/licenses/7' })
    const { all, packed } = await read(pdf)
    for (const words of [
      'Forschung für Ελλάς',
      '12,345 rows',
      '2026-01-01 00:00 UTC',
      '2026-01-31 00:00 UTC',
      '1,234.50 PUSD',
      'https://birds.example/licenses/7',
    ])
      expect(all).toContain(words)
    for (const proof of [
      certificate.license,
      account,
      hash('4'),
      certificate.termsHash,
      hash('6'),
      hash('8'),
      signed.signature,
      signed.hash,
    ])
      expect(packed).toContain(proof)
    expect(
      Buffer.from(
        await certificatePdf(certificate, signed, { url: 'https://birds.example/licenses/7' }),
      ).equals(pdf),
    ).toBe(true)
  })

  it('names the license where there is no address', async () => {
    const { packed } = await read(await certificatePdf(certificate, signed))
    expect(packed).toContain(`urn:usufruct:31337:${membership}:license:${certificate.license}`)
  })
})

const sheet: Stability = {
  offer: '3',
  offerName: 'Research',
  dataset: 'birds',
  release: 4,
  at,
  months: 6,
  end: at + 86_400 * 180,
  rows: 12_345,
  members: 40,
  outlasting: { rows: 12_340, members: 39, share: 12_340 / 12_345 },
  withdrawals: { members: 1, rows: 5, last: at - 86_400, perYear: 0.0001, cutWithin: 86_400 },
  paused: { members: 0, rows: 0 },
  survives: ['Results you already have.'],
  ends: ['Downloads.', 'New training.'],
  licenseeDeadlineDays: 30,
  refunds: 'None.',
  warranties: ['own-or-authorised', 'as-is'],
  warrantyText: 'It comes as it is.',
  personalData: 'none',
  contact: 'licenses@birds.example',
  terms: hash('1'),
  legalText: hash('2'),
}

describe('a stability sheet', () => {
  it('says how long it lasts and what happens when it does not', async () => {
    const { all, packed } = await read(await stabilityPdf(sheet, { daoName: 'Bird Watchers' }))
    for (const words of [
      '12,345 rows of 40 members',
      '12,340 rows of 39 members: 99.9 % of the rows',
      '5 rows of 1 member',
      '2025-12-31',
      '0.1 % of the rows',
      '1 day',
      'Results you already have.',
      'New training.',
      'licenses@birds.example',
      '2026-06-30',
    ])
      expect(all).toContain(words)
    expect(packed).toContain(hash('1'))
    expect(packed).toContain(hash('2'))
  })

  it('says what is not known', async () => {
    const withdrawals = { ...sheet.withdrawals, last: null, perYear: null }
    const { all } = await read(await stabilityPdf({ ...sheet, withdrawals }, { daoName: 'x' }))
    expect(all).toContain('never')
    expect(all).toContain('not known')
  })

  it('never rounds to all or to nothing', () => {
    expect([0, 0.00001, 0.5, 0.123_45, 0.99999, 1].map(percent)).toEqual([
      '0 %',
      '0.1 %',
      '50 %',
      '12.3 %',
      '99.9 %',
      '100 %',
    ])
  })
})
