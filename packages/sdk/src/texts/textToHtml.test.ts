import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseText } from './parseText.ts'
import { textToHtml, textToPage } from './textToHtml.ts'

const head = `---
template: usufruct-charter
kind: charter
title: A <b>charter</b>
version: 1.0.0
language: en
authoritative: true
lawyer: required
renderedFrom: { template: "0x${'1'.repeat(64)}", parameters: "0x${'2'.repeat(64)}" }
---
`
const html = (body: string) => textToHtml(parseText(head + body))

describe('a text as HTML', () => {
  it('has sections to link to, tables, and its three hashes', () => {
    const text = parseText(
      `${head}# T\n\n## 5. Stopping\n\nSo.\n\n### 5.1 How\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n`,
    )
    const made = textToHtml(text)
    expect(made).toContain('<article lang="en">')
    expect(made).toContain('<h2 id="s5">5. Stopping</h2>')
    expect(made).toContain('<h3 id="s5.1">5.1 How</h3>')
    expect(made).toContain('<td align="right">2</td>')
    for (const hash of [text.hash, `0x${'1'.repeat(64)}`, `0x${'2'.repeat(64)}`]) expect(made).toContain(hash)
    expect(textToHtml(text)).toBe(made)
  })

  it('is one page with an escaped title', () => {
    expect(textToPage(parseText(`${head}# T\n`))).toMatch(
      /^<!doctype html><html lang="en">.*<title>A &#x3C;b>charter&#x3C;\/b><\/title>.*<\/html>\n$/,
    )
  })

  it('gives an id once', () => {
    expect(html('# T\n\n## 1. A\n\n## 1. B\n').match(/id="s1"/g)).toHaveLength(1)
  })

  it.each([
    ['a script', '<script>alert(1)</script>', '&#x3C;script>alert(1)'],
    ['inline HTML', 'a <img src=x onerror=alert(1)> b', '&#x3C;img src=x onerror=alert(1)>'],
    ['a comment', '<!-- hidden duty -->', '&#x3C;!-- hidden duty -->'],
    ['HTML in a list', '- <div>\n', '&#x3C;div>'],
    ['a picture', '![all yours](https://x.example/p.png)', '![all yours](https://x.example/p.png)'],
    ['a picture by reference', '![a][r]\n\n[r]: https://x.example/p.png', '![a](https://x.example/p.png)'],
    ['a script in a link', '[x](javascript:alert(1))', 'x (javascript:alert(1))'],
    ['a script in a reference', '[x][r]\n\n[r]: javascript:alert(1)', 'x (javascript:alert(1))'],
    ['a data link', '<data:text/html,x>', 'data:text/html,x (data:text/html,x)'],
    ['a relative link', '[x](../other.md)', 'x (../other.md)'],
  ])('shows %s and does nothing with it', (_name, body, shown) => {
    const made = html(`# T\n\n${body}\n`)
    expect(made).toContain(shown)
    expect(made).not.toMatch(/<(script|img|div)|href="(?!https?:|mailto:|#)/i)
  })

  it('links to the web, to mail and within', () => {
    expect(
      html('[a](https://x.example) [b](mailto:a@x.example) [c](#s1) [d]\n\n[d]: http://x.example\n'),
    ).toContain(
      '<a href="https://x.example">a</a> <a href="mailto:a@x.example">b</a> <a href="#s1">c</a> <a href="http://x.example">d</a>',
    )
  })

  it('has only plain elements, whatever the text is', () => {
    const bits = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '/',
      '[',
      ']',
      '(',
      ')',
      '!',
      '*',
      '`',
      '\n',
      '\n\n',
      '|',
      '&',
      ':',
    )
    const tags = fc.constantFrom(
      'script',
      'style',
      'iframe',
      'svg',
      'onload=',
      'javascript:',
      'href',
      '- ',
      '# ',
      '> ',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(bits, tags, fc.string({ maxLength: 4 })), { maxLength: 40 }), (parts) => {
        const body = parts
          .join('')
          .replace(/[^\P{C}\n]/gu, '')
          .replace(/[\u2028\u2029]/g, '')
          .replaceAll('{{', '')
        const made = html(`# T\n\n${body}\n`)
        const allowed =
          /^(article|h[1-6]|p|a|strong|em|code|pre|ul|ol|li|blockquote|table|thead|tbody|tr|th|td|hr|br|footer|dl|dt|dd)$/
        for (const [, name] of made.matchAll(/<\/?([a-z0-9]+)/g)) expect(name).toMatch(allowed)
        expect(made).not.toMatch(/<[^>]* (on\w+|style|src)=/i)
        for (const [, url] of made.matchAll(/href="([^"]*)"/g))
          expect(url).toMatch(/^(https?:\/\/|mailto:|#)/i)
      }),
      { numRuns: 500 },
    )
  })
})
