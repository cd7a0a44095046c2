import { hashText } from '@usufruct/sdk/texts/hashText'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { HastView } from './HastView.tsx'
import { readText } from './readText.ts'

const text = (body: string) => `---
template: usufruct-charter
kind: charter
title: A charter
version: 1.0.0
language: en
authoritative: true
lawyer: required
---
${body}`

const shown = (body: string) => {
  const whole = text(body)
  return renderToStaticMarkup(
    createElement(HastView, { nodes: readText(whole, hashText(whole)).blocks }),
  ).trim()
}

describe('a text on the page', () => {
  it('is refused when it is not what its hash stands for', () => {
    expect(() =>
      readText(text('# T\n\nYou keep nothing.\n'), hashText(text('# T\n\nYou keep it.\n'))),
    ).toThrow(/has the hash/)
  })

  it('has the elements of the SDK’s HTML, without the title that the page has', () => {
    expect(shown('# A charter\n\n## 1. One\n\n- **b** `c`\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n')).toBe(
      '<h2 id="s1">1. One</h2>\n<ul>\n<li><strong>b</strong> <code>c</code></li>\n</ul>\n' +
        '<div class="scroll-x"><table class="data-table"><thead><tr><th>a</th><th style="text-align:right">b</th></tr></thead>' +
        '<tbody><tr><td>1</td><td style="text-align:right">2</td></tr></tbody></table></div>',
    )
  })

  it('keeps a first heading that says something else', () => {
    expect(shown('# Another *name*\n')).toBe('<h1>Another <em>name</em></h1>')
  })

  it('keeps a list’s first number and links that lead somewhere', () => {
    expect(shown('# A charter\n\n3. c\n\n[a](https://x.example) [b](javascript:alert(1))\n')).toBe(
      '<ol start="3">\n<li>c</li>\n</ol>\n<p><a href="https://x.example" rel="noreferrer">a</a> b (javascript:alert(1))</p>',
    )
  })

  it('shows HTML as it is written', () => {
    expect(shown('# A charter\n\n<script>alert(1)</script>\n')).toBe(
      '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>',
    )
  })
})
