import { useQuery } from '@tanstack/react-query'
import { answersToCharter } from '@usufruct/sdk/founding/answersToCharter'
import { checkDraftTexts } from '@usufruct/sdk/founding/checkDraft'
import {
  draftHash,
  emptyDraft,
  type Founder,
  type FoundingDraft,
  parseDraft,
  requireCharter,
} from '@usufruct/sdk/founding/draft'
import type { Answer } from '@usufruct/sdk/founding/field'
import { checkQuestion, foundingQuestions } from '@usufruct/sdk/founding/questions'
import { sealDraft } from '@usufruct/sdk/founding/sealDraft'
import { type FoundingTemplate, readTemplates } from '@usufruct/sdk/founding/templates'
import type { FoundingState } from '@usufruct/sdk/http/routes/founding'
import { useMemo, useState } from 'react'
import { createDraftKeeper, foundingNode, localDraft, newSalt } from './draftStore.ts'

export type Loaded = { mode: FoundingState['mode']; templates: FoundingTemplate[]; draft: FoundingDraft }

/** The texts to found on, and the draft as it was left: in the home if one is founded there, else in this browser. */
export const useLoaded = () =>
  useQuery({
    queryKey: ['founding-wizard'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async (): Promise<Loaded> => {
      const [state, { templates }] = await Promise.all([
        foundingNode.call('getFounding', {}),
        foundingNode.call('getFoundingTemplates', {}),
      ])
      const kept = state.mode === 'founding' ? (await foundingNode.call('getFoundingDraft', {})).draft : null
      return {
        mode: state.mode,
        templates: readTemplates(templates),
        draft: kept ? parseDraft(kept) : (localDraft() ?? emptyDraft(newSalt())),
      }
    },
  })

const now = () => Math.floor(Date.now() / 1000)

/** The wizard's one state, the draft, and what can be done with it. Every change is kept at once. */
export const useFounding = ({ mode, templates, draft: first }: Loaded) => {
  const [draft, setDraft] = useState(first)
  const [problem, setProblem] = useState<unknown>(null)
  const [keepError, setKeepError] = useState<unknown>(null)
  const [keeper] = useState(() => createDraftKeeper(mode === 'founding', setKeepError))
  const questions = useMemo(() => foundingQuestions(templates), [templates])

  const update = (next: FoundingDraft) => {
    setDraft(next)
    keeper.keep(next)
  }
  const seal = (from: FoundingDraft, founders: readonly Founder[]) =>
    sealDraft(from, answersToCharter(from.answers, templates, { now: now() }), founders, templates)
  const attempt = (act: () => void) => {
    setProblem(null)
    try {
      act()
    } catch (error) {
      setProblem(error)
    }
  }

  return {
    mode,
    templates,
    questions,
    draft,
    /** Why the last step could not be done. */
    problem,
    /** Why the home does not keep the draft. */
    keepError,
    answer: (id: string, answer: Answer) => {
      setProblem(null)
      // What was signed was another charter.
      update({
        ...draft,
        answers: { ...draft.answers, [id]: typeof answer === 'string' ? answer : [...answer] },
        charter: null,
        texts: [],
        signatures: [],
      })
    },
    goTo: (step: number) => {
      setProblem(null)
      update({ ...draft, step })
    },
    next: () =>
      attempt(() => {
        const question = questions[draft.step]
        if (!question) return
        checkQuestion(questions, question, draft.answers)
        const step = draft.step + 1
        update(step < questions.length ? { ...draft, step } : seal({ ...draft, step }, draft.founders))
      }),
    /** The charter stays as it is: one that came from a file has no answers that it could be made from again. */
    setFounders: (founders: readonly Founder[]) =>
      attempt(() => update(sealDraft(draft, requireCharter(draft).charter, founders, templates))),
    put: (next: FoundingDraft) => attempt(() => update(next)),
    /** A file from another founder: the same draft adds its signatures, another one takes this one's place. */
    importText: (text: string) =>
      attempt(() => {
        let json: unknown = null
        try {
          json = JSON.parse(text)
        } catch {
          // `parseDraft` says what it should have been.
        }
        const given = parseDraft(json)
        if (!given.charter) return update({ ...given, step: Math.min(given.step, questions.length - 1) })
        checkDraftTexts(given, templates)
        const same = draft.charter !== null && draftHash(draft) === draftHash(given)
        const others = same
          ? draft.signatures.filter(
              ({ founder }) => !given.signatures.some((each) => each.founder === founder),
            )
          : []
        update({ ...given, step: questions.length, signatures: [...others, ...given.signatures] })
      }),
    startOver: () => {
      setProblem(null)
      update(emptyDraft(newSalt()))
    },
    forget: keeper.forget,
  }
}

export type Founding = ReturnType<typeof useFounding>
