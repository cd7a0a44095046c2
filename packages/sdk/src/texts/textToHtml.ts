import type { Element, Root } from 'hast'
import { toHtml } from 'hast-util-to-html'
import type { PublishedText } from './frontMatter.ts'
import { hashFooter, textToHast } from './textToHast.ts'

const article = (text: PublishedText): Element => ({
  type: 'element',
  tagName: 'article',
  properties: { lang: text.front.language },
  children: [...(textToHast(text).children as Element[]), hashFooter(text)],
})

/** A legal text as an HTML `<article>`, made from its published bytes, with its hashes at the foot. Safe to put into
 * a page: whatever the text holds, there is no script, style, form, picture or foreign element in it. */
export const textToHtml = (text: PublishedText): string => toHtml(article(text))

/** For {@link textToPage}; a page's policy can allow it by its hash. */
export const pageStyle =
  'body{margin:0 auto;padding:1.25rem;max-width:42rem;font:1.0625rem/1.6 system-ui,sans-serif;color:#1b1b1b;' +
  'background:#fff}h1,h2,h3{line-height:1.25;margin:2rem 0 .75rem}blockquote{margin:1rem 0;padding:.5rem 1rem;' +
  'border-left:3px solid #888;background:#f4f4f4}table{border-collapse:collapse;width:100%}th,td{text-align:left;' +
  'vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid #ccc}footer{margin-top:3rem;padding-top:1rem;' +
  'border-top:1px solid #ccc;font-size:.8125rem;color:#555}code,pre,dd{overflow-wrap:anywhere;white-space:pre-wrap}' +
  'dd{margin:0 0 .5rem}@media print{body{max-width:none}}'

/** The same as a whole page that needs nothing else. */
export const textToPage = (text: PublishedText): string => {
  const el = (
    tagName: string,
    children: Element['children'],
    properties: Element['properties'] = {},
  ): Element => ({
    type: 'element',
    tagName,
    properties,
    children,
  })
  const page: Root = {
    type: 'root',
    children: [
      { type: 'doctype' },
      el(
        'html',
        [
          el('head', [
            el('meta', [], { charSet: 'utf-8' }),
            el('meta', [], { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
            el('title', [{ type: 'text', value: text.front.title }]),
            el('style', [{ type: 'text', value: pageStyle }]),
          ]),
          el('body', [article(text)]),
        ],
        { lang: text.front.language },
      ),
    ],
  }
  return `${toHtml(page)}\n`
}
