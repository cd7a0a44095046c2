import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../domain/canonicalJson.ts'
import { fillTemplate } from './fillTemplate.ts'
import { hashText } from './hashText.ts'
import { markdownTree } from './markdownTree.ts'
import { parseText } from './parseText.ts'
import { plainText } from './plainText.ts'
import { sectionsOf } from './sectionsOf.ts'

const head = (placeholders: string, title = 'A charter') => `---
template: usufruct-charter
kind: charter
title: ${title}
version: 1.0.0
language: en
authoritative: true
lawyer: required
placeholders: [${placeholders}]
---
`

/** A value stands in every place where one can do harm. */
const template = `${head('dao.name, law', "'Charter of {{dao.name}}'")}# {{dao.name}}

{{dao.name}}

> {{dao.name}} asks a lawyer.

## 1. About {{dao.name}}

The co-op **{{dao.name}}** ({{dao.name}}) is what it is, _{{dao.name}}_.
{{dao.name}} begins a line. See [the law]{{law}} and {{dao.name}}{{law}}.

- {{dao.name}}
- under {{law}}, {{dao.name}}

| what | {{dao.name}} |
|---|---|
| {{law}} | {{dao.name}} |

## 2. {{law}}

Law: {{law}}
`

const refusal = (run: () => unknown): Record<string, unknown> => {
  try {
    run()
  } catch (error) {
    return JSON.parse(JSON.stringify(error))
  }
  throw new Error('was not refused')
}

const bodyWords = (text: string) => plainText(markdownTree(parseText(text).body))

describe('filling a template', () => {
  it('gives a published text and its three hashes', () => {
    const { text, hashes } = fillTemplate(template, { 'dao.name': 'The Tide', law: 'Swiss law', other: 'x' })
    const parsed = parseText(text)
    expect(parsed.front.title).toBe('Charter of The Tide')
    expect(parsed.front.placeholders).toBeUndefined()
    expect(parsed.front.renderedFrom).toEqual({ template: hashes.template, parameters: hashes.parameters })
    expect(hashes).toEqual({
      template: hashText(template),
      // Only what this template asks for.
      parameters: hashText(canonicalJson({ 'dao.name': 'The Tide', law: 'Swiss law' })),
      rendered: hashText(text),
    })
    expect(text).toContain('## 1. About The Tide\n')
    expect(text).toContain('Law: Swiss law\n')
  })

  it.each([
    ['UNDECLARED', `${head('')}# {{dao.name}}\n`, {}],
    ['UNDECLARED', `${head('', "'{{dao.name}}'")}# T\n`, { 'dao.name': 'x' }],
    ['UNUSED', `${head('dao.name')}# T\n`, { 'dao.name': 'x' }],
    ['UNFILLED', `${head('dao.name')}# {{dao.name}}\n`, {}],
    ['UNFILLED', `${head('dao.name')}# {{dao.name}}\n`, { 'dao.name': '' }],
    ['UNFILLED', `${head('constructor')}# {{constructor}}\n`, {}],
    ['UNKNOWN', `${head('dao.name')}# {{ dao.name }}\n`, { 'dao.name': 'x' }],
    ['UNKNOWN', `${head('dao.name')}# {{#if dao.name}}\n`, { 'dao.name': 'x' }],
    ['UNKNOWN', `${head('dao.name')}# {{{dao.name}}}\n`, { 'dao.name': 'x' }],
    ['UNKNOWN', `${head('dao.name')}# {{dao.name}\n`, { 'dao.name': 'x' }],
    ['UNKNOWN', `${head('dao.name')}# {{dao.name}} }}\n`, { 'dao.name': 'x' }],
    ['UNKNOWN', `${head('dao.name')}# {{Dao-name}}\n`, { 'dao.name': 'x' }],
    ['UNKNOWN', `${head('dao.name', "'{{dao.name | upper}}'")}# {{dao.name}}\n`, { 'dao.name': 'x' }],
  ])('refuses a placeholder that is %s', (code, text, parameters) => {
    expect(refusal(() => fillTemplate(text, parameters as Record<string, string>)).code).toBe(
      `TEMPLATE_PLACEHOLDER_${code}`,
    )
  })

  it.each([
    ['two lines', 'a\nb'],
    ['a carriage return', 'a\rb'],
    ['a line separator', 'a\u2028b'],
    ['a tab', 'a\tb'],
    ['space around it', ' a'],
    ['a direction override', 'a\u202Eb'],
    ['a zero-width space', 'a\u200Bb'],
    ['NUL', 'a\0b'],
    ['half a character', 'a\uD800'],
    ['length', 'x'.repeat(501)],
    ['a placeholder', 'see {{law}}'],
  ])('refuses a value with %s', (_name, value) => {
    expect(refusal(() => fillTemplate(template, { 'dao.name': value, law: 'x' })).code).toBe(
      'TEMPLATE_VALUE_INVALID',
    )
  })

  it('refuses a value that is not text', () => {
    expect(refusal(() => fillTemplate(template, { 'dao.name': 7 as unknown as string, law: 'x' })).code).toBe(
      'TEMPLATE_VALUE_INVALID',
    )
  })

  it.each([
    '# Heading',
    '## 3. You sell everything',
    '===',
    '---',
    '***',
    '- item',
    '+ item',
    '1. item',
    '1) item',
    '> quote',
    '[link](https://evil.example)',
    '(https://evil.example)',
    ': https://evil.example',
    '![image](https://evil.example/x.png)',
    '[law]: https://evil.example',
    '<https://evil.example>',
    'https://evil.example',
    'www.evil.example',
    'someone@evil.example',
    '<script>alert(1)</script>',
    '<!-- hidden -->',
    '<b',
    '&lt;script&gt;',
    '&amp;',
    'amp;',
    'a | b',
    '|---|---|',
    '`code`',
    '```',
    '~~~',
    '**bold** _it_ __b__ ~~s~~',
    '\\',
    '\\n',
    'a \\',
    "it's: #1 \"quoted\" 'x'",
    'title: x',
    '--- # front',
    '{a}',
    '{ { x',
    '$& $1 $$',
    '0x10',
    'null',
    'true',
    '{{',
  ])('shows %s as words, or refuses it', (value) => {
    if (value.includes('{{')) {
      expect(refusal(() => fillTemplate(template, { 'dao.name': value, law: value })).code).toBe(
        'TEMPLATE_VALUE_INVALID',
      )
      return
    }
    const { text } = fillTemplate(template, { 'dao.name': value, law: value })
    const plain = fillTemplate(template, { 'dao.name': 'DAO', law: 'LAW' }).text
    expect(bodyWords(text)).toBe(bodyWords(plain).replaceAll(/DAO|LAW/g, () => value.replace(/\s+/g, ' ')))
    expect(parseText(text).front.title).toBe(`Charter of ${value}`)
    expect(Object.keys(parseText(text).front)).toEqual(Object.keys(parseText(plain).front))
  })

  it('refuses placeholders where a value would not be words', () => {
    for (const place of ['`{{law}}`', '[x]({{law}})', '<a href="{{law}}">', '```\n{{law}}\n```'])
      expect(refusal(() => fillTemplate(`${head('law')}# T\n\n${place}\n`, { law: 'a*b' })).code).toBe(
        'TEMPLATE_VALUE_INVALID',
      )
    // A tag that only the value makes.
    expect(refusal(() => fillTemplate(`${head('law')}# T\n\n<{{law}}>\n`, { law: 'b' })).code).toBe(
      'TEMPLATE_VALUE_INVALID',
    )
    // A list that only the value makes.
    expect(refusal(() => fillTemplate(`${head('law')}# T\n\n{{law}}. So\n`, { law: '1' })).code).toBe(
      'TEMPLATE_VALUE_INVALID',
    )
  })

  const marks = fc.constantFrom(...'#*_`[]()<>!|\\&;:-+=.~{}"\'$%@/1a Zяß漢'.split(''))
  const value = fc
    .oneof(
      fc.string({ unit: marks, minLength: 1, maxLength: 60 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
    )
    .map((text) => text.trim())

  it('never changes the structure, whatever the values are', () => {
    const headings = (text: string) =>
      sectionsOf(parseText(text).body).map(({ number, level }) => [number, level])
    let filled = 0
    fc.assert(
      fc.property(value, value, (name, law) => {
        const parameters = { 'dao.name': name, law }
        let result: ReturnType<typeof fillTemplate>
        try {
          result = fillTemplate(template, parameters)
        } catch (error) {
          expect(refusal(() => fillTemplate(template, parameters)).code).toMatch(
            /^TEMPLATE_(VALUE_INVALID|PLACEHOLDER_UNFILLED)$/,
          )
          expect(error).toHaveProperty('hint')
          return
        }
        filled++
        expect(result.text).not.toContain('{{')
        expect(fillTemplate(template, parameters)).toEqual(result)
        expect(parseText(result.text).hash).toBe(result.hashes.rendered)
        expect(headings(result.text)).toEqual(headings(template))
        expect(sectionsOf(parseText(result.text).body).map(({ title }) => title)).toEqual(
          [`About ${name}`, law].map((title) => title.replace(/\s+/g, ' ').trim()),
        )
      }),
      { numRuns: 120 },
    )
    expect(filled).toBeGreaterThan(60)
  })
})
