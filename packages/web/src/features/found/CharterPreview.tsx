import { answersToCharter } from '@usufruct/sdk/founding/answersToCharter'
import type { Charter } from '@usufruct/sdk/founding/charter'
import type { Answers } from '@usufruct/sdk/founding/field'
import { publishTexts } from '@usufruct/sdk/founding/publishTexts'
import type { FoundingTemplate } from '@usufruct/sdk/founding/templates'
import type { PublishedText } from '@usufruct/sdk/texts/frontMatter'
import { textToHtml } from '@usufruct/sdk/texts/textToHtml'
import { useDeferredValue, useMemo } from 'react'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { foundIds } from './foundIds.ts'

/** Every text a charter comes to, in the order in which people read them. */
export const textsOf = (charter: Charter, templates: readonly FoundingTemplate[]): PublishedText[] => {
  const sources = new Map(templates.map(({ path, text }) => [path, text]))
  const { charter: charterText, agreements, licenses } = publishTexts(charter, sources)
  return [charterText, ...agreements, ...licenses.values()]
}

/** The very text that would be hashed, as it reads. */
export function LegalText({ text }: { text: PublishedText }) {
  const html = useMemo(() => textToHtml(text), [text])
  // biome-ignore lint/security/noDangerouslySetInnerHtml: textToHtml lets nothing through but words and their shape
  return <div className="text found-text" dangerouslySetInnerHTML={{ __html: html }} />
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
