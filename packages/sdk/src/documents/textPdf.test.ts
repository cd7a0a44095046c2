import { describe, expect, it } from 'vitest'
import { fillTemplate } from '../texts/fillTemplate.ts'
import { parseText } from '../texts/parseText.ts'
import { sectionsOf } from '../texts/sectionsOf.ts'
import { createPdf } from './createPdf.ts'
import { readPdf } from './testing/readPdf.ts'
import { at } from './testing/samples.ts'
import { textPdf } from './textPdf.ts'

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
    const { pages, all, packed } = await readPdf(pdf)
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
    const { all } = await readPdf(await textPdf(published('東京 Co-op شمس'), { at }))
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
    const { packed } = await readPdf(await textPdf(text, { at }))
    for (const word of words) expect(packed.split(word).length - 1, word).toBeGreaterThanOrEqual(4)
    expect(packed).toContain(`Charterof${long(120)}`)
  })

  it('joins accents to their letters', async () => {
    const { all } = await readPdf(
      await createPdf({ content: ['Łódź Việt'.normalize('NFD')], footer: [] }, { title: 'x', at }),
    )
    expect(all).toContain('Łódź Việt')
  })
})
