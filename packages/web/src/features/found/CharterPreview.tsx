import { answersToCharter } from '@usufruct/sdk/founding/answersToCharter'
import type { Charter } from '@usufruct/sdk/founding/charter'
import type { Answers } from '@usufruct/sdk/founding/field'
import { publishTexts } from '@usufruct/sdk/founding/publishTexts'
import type { FoundingTemplate } from '@usufruct/sdk/founding/templates'
import type { PublishedText } from '@usufruct/sdk/texts/frontMatter'
import { useDeferredValue, useMemo } from 'react'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { HastView } from '../texts/HastView.tsx'
import { readText } from '../texts/readText.ts'
import '../texts/texts.css'
import { foundIds } from './foundIds.ts'

/** Every text a charter comes to, in the order in which people read them. */
export const textsOf = (charter: Charter, templates: readonly FoundingTemplate[]): PublishedText[] => {
  const sources = new Map(templates.map(({ path, text }) => [path, text]))
  const { charter: charterText, agreements, licenses } = publishTexts(charter, sources)
  return [charterText, ...agreements, ...licenses.values()]
}

/** The very text that would be hashed, as it reads. */
export function LegalText({ text }: { text: PublishedText }) {
  const { title, blocks } = useMemo(() => readText(text.text, text.hash), [text])
  return (
    <article className="text found-text" lang={text.front.language}>
      <h3>{title}</h3>
      <HastView nodes={blocks} />
    </article>
  )
}

/** The charter as the answers make it so far, from the real template. */
export function CharterPreview({
  answers,
  templates,
}: {
  answers: Answers
  templates: readonly FoundingTemplate[]
}) {
  const deferred = useDeferredValue(answers)
  const { text, error } = useMemo(() => {
    try {
      return { text: textsOf(answersToCharter(deferred, templates), templates)[0] ?? null, error: null }
    } catch (cause) {
      return { text: null, error: cause }
    }
  }, [deferred, templates])
  return (
    <div className="found-preview" data-testid={foundIds.preview} aria-busy={deferred !== answers}>
      {text ? (
        <LegalText text={text} />
      ) : (
        <div className="stack stack-s">
          <p className="small soft">With these answers there is no charter yet.</p>
          <ErrorNotice error={error} />
        </div>
      )}
    </div>
  )
}
