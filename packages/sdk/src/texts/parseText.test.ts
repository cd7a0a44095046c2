import { describe, expect, it } from 'vitest'
import { decodeText } from './decodeText.ts'
import { hashText, requireHash } from './hashText.ts'
import { parseText } from './parseText.ts'
import { sectionsOf } from './sectionsOf.ts'

const front = `template: usufruct-charter
kind: charter
title: A charter
version: 1.0.0
language: en
authoritative: true
lawyer: required
`
const body = '# A charter\n\n## 1. What it is for\n\nMembers lend data.\n\n## 2. Members\n\nAnyone.\n'
const textOf = (head = front, rest = body) => `---\n${head}---\n${rest}`

const refusal = (run: () => unknown): Record<string, unknown> => {
  try {
    run()
  } catch (error) {
    return JSON.parse(JSON.stringify(error))
  }
  throw new Error('was not refused')
}

describe('a legal text', () => {
  it('is front matter, body and the hash of its bytes', () => {
    const text = textOf(`${front}clauses: { term: "2" }\n`)
    const parsed = parseText(text)
    expect(parsed.front).toMatchObject({ kind: 'charter', version: '1.0.0', clauses: { term: '2' } })
    expect(parsed.body).toBe(body)
    expect(parsed.hash).toBe(hashText(text))
    // `printf '' | sha256sum`
    expect(hashText('')).toBe('0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })

  it.each([
    ['CRLF', textOf().replaceAll('\n', '\r\n'), /carriage return/],
    ['a byte order mark', `\uFEFF${textOf()}`, /byte order mark/],
    ['NUL', textOf(front, `${body}\0`), /NUL/],
    ['an escape sequence', textOf(front, `${body}\u001B[8m`), /control character \(U\+001B\)/],
    [
      'a direction override (trojan source)',
      textOf(front, `${body}You \u202Eyap\u202C`),
      /direction.*U\+202E.*line 19, column 5/,
    ],
    ['an isolate in the front matter', textOf(front.replace('A charter', 'A \u2066charter')), /direction/],
    ['a zero-width space', textOf(front, `${body}no\u200Bthing`), /invisible.*U\+200B/],
    ['tag characters', textOf(front, `${body}\u{E0041}`), /invisible/],
    ['half of a surrogate pair', textOf(front, `${body}\uD800`), /half/],
    ['no front matter', body, /does not begin with front matter/],
    ['front matter without an end', `---\n${front}# T\n`, /no end/],
    ['front matter beyond its limit', textOf(`${front}# ${'x'.repeat(40_000)}\n`), /32000/],
    ['a text beyond its limit', textOf(front, 'x'.repeat(500_001)), /500000/],
    ['an alias', textOf(front.replace('A charter', '&a x').concat('wrapper: *a\n')), /anchor, an alias/],
    ['a billion laughs', textOf(`a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n${front}`), /anchor, an alias/],
    ['a tag', textOf(front.replace('A charter', '!!binary aGk=')), /or a tag/],
    ['a merge key', textOf(`${front}<<: { wrapper: x }\n`), /key <</],
    ['a prototype', textOf(`${front}clauses: { __proto__: "1" }\n`), /key __proto__/],
    ['a repeated key', textOf(`${front}kind: license\n`), /line 9.*unique/],
    ['two documents', textOf(`${front}--- # more\nkind: license\n`), /YAML/],
    ['a tab for a space', textOf(`${front}clauses:\n\t- x\n`), /YAML/],
    ['nesting', textOf(`${front}clauses: ${'{a: '.repeat(40)}x${'}'.repeat(40)}\n`), /deep/],
    ['an unknown field', textOf(`${front}status: sample\n`), /status/],
    ['a lawyer who is not needed', textOf(front.replace('required', 'optional')), /lawyer/],
    ['a version that is none', textOf(front.replace('1.0.0', '1.0')), /version/],
    ['a missing field', textOf(front.replace('kind: charter\n', '')), /kind/],
    ['no body', textOf(front, '\n'), /nothing below/],
    ['a clause that is not there', textOf(`${front}clauses: { term: "7" }\n`), /no section 7/],
    ['an unfilled placeholder', textOf(front, `${body}\n{{dao.name}}\n`), /unfilled.*line 20.*dao\.name/],
  ])('refuses %s', (_name, text, says) => {
    const { code, message, hint } = refusal(() => parseText(text))
    expect(code).toBe('TEXT_INVALID')
    expect(message).toMatch(says)
    expect(hint).not.toBe('')
  })

  it.each([
    ['an entity in its words', textOf(front, `${body}\nPaid &#x202E;on time.\n`), 'U+202E'],
    ['an escape in its front matter', textOf(front.replace('A charter', '"A \\u200Bcharter"')), 'U+200B'],
  ])('refuses hidden characters that it only spells: %s', (_, text, codePoint) => {
    expect(refusal(() => parseText(text))).toMatchObject({ code: 'TEXT_INVALID', details: { codePoint } })
  })

  it('refuses bytes that are not UTF-8, and keeps what is to be refused later', () => {
    expect(refusal(() => decodeText(new Uint8Array([0x61, 0xff]))).code).toBe('TEXT_INVALID')
    expect(decodeText(new Uint8Array([0xef, 0xbb, 0xbf, 0x61]))).toBe('\uFEFFa')
    expect(decodeText(new TextEncoder().encode('Ελλάς — ü'))).toBe('Ελλάς — ü')
  })

  it('names both hashes where a text is not the one that was signed', () => {
    const hash = hashText('yes')
    expect(() => requireHash('yes', hash)).not.toThrow()
    expect(refusal(() => requireHash('yes ', hash))).toMatchObject({
      code: 'TEXT_HASH_MISMATCH',
      details: { expected: hash, actual: hashText('yes ') },
    })
  })
})

describe('sections', () => {
  it('have a number, a title and what they begin with', () => {
    expect(
      sectionsOf(
        '# T\n\nHello.\n\n## In short\n\n- **You** keep\n  it.\n- So.\n\n## 5. Stopping *now*\n\nAny\ntime `x`.\n\nMore.\n\n### 5.1 How\n\n| a | b |\n|---|---|\n| 1 | 2 |\n',
      ),
    ).toEqual([
      { number: null, title: 'In short', level: 2, firstParagraph: 'You keep it. So.' },
      { number: '5', title: 'Stopping now', level: 2, firstParagraph: 'Any time x.' },
      { number: '5.1', title: 'How', level: 3, firstParagraph: 'a b 1 2' },
    ])
  })

  it('are not in code', () => {
    expect(sectionsOf('```\n## 1. No\n```\n')).toEqual([])
  })
})
