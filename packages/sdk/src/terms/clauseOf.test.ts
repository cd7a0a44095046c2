import { describe, expect, it } from 'vitest'
import { type FrontMatter, frontMatter, type PublishedText } from '../texts/frontMatter.ts'
import { clauseOf } from './clauseOf.ts'
import { narrow } from './narrow.ts'
import { sampleGrant, sampleOffer } from './testing/sampleTerms.ts'
import { withChange } from './testing/steps.ts'

const body = `# Contributor agreement

## In short

- **You keep your data.**

## 2. What you allow

You license it to others **until the date you set**, for [the purposes](#purposes) you ticked. It is not exclusive.

### 2.1 Where

In the **EU** only.

| a | b |
|---|---|

## 12. Long

${'Every sentence of this section says the same thing again and again. '.repeat(8)}

## 20 Empty
`

const textWith = (clauses: FrontMatter['clauses']): PublishedText => ({
  hash: `0x${'1'.repeat(64)}`,
  text: body,
  body,
  front: frontMatter.parse({
    template: 'x',
    kind: 'agreement',
    title: 'x',
    version: '1.0.0',
    language: 'en',
    authoritative: true,
    lawyer: 'required',
    clauses,
  }),
})

describe('the words that block', () => {
  const text = textWith({
    term: '2',
    'territory.allow': '2.1',
    withdrawal: '12',
    audit: '3',
    price: '20',
    model: '1',
  })

  it('are whole sentences of the section that the text names, without its marks', () => {
    expect(clauseOf(text, 'term.end')).toEqual({
      text: text.hash,
      section: '2',
      quote:
        'You license it to others until the date you set, for the purposes you ticked. It is not exclusive.',
    })
    expect(clauseOf(text, 'territory.allow')?.quote).toBe('In the EU only.')
  })

  it('are few, and never cut in the middle of a sentence', () => {
    const quote = clauseOf(text, 'revocation.effect')?.quote ?? ''
    expect(quote.length).toBeLessThan(330)
    expect(quote).toMatch(/^Every .*again\.$/)
  })

  it.each([
    ['no section is named', 'commercial'],
    ['the section is not there', 'audit.rights'],
    ['the section says nothing', 'price.amount'],
    ['only a longer number begins like it', 'model.scope'],
  ])('are none where %s', (_, field) => {
    expect(clauseOf(text, field)).toBeNull()
  })

  it('stand in a reason when the text that was signed is at hand', () => {
    const grant = withChange(sampleGrant(), { term: { end: '2027-01-01T00:00:00Z' } })
    const answer = narrow([grant], sampleOffer(), { texts: new Map([[text.hash, text]]) })
    expect(answer).toMatchObject({ blocks: [{ field: 'term.end', clause: { section: '2' } }] })
  })
})
