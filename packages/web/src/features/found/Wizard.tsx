import { findUsufructError } from '@usufruct/sdk/domain/errors'
import { type Answers, answerOf, type Question } from '@usufruct/sdk/founding/field'
import { askedFields, withDefaults } from '@usufruct/sdk/founding/questions'
import { splitFields, splitOf } from '@usufruct/sdk/founding/questions/split'
import { Fragment, useEffect, useMemo, useRef } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { CharterPreview } from './CharterPreview.tsx'
import { FieldView } from './FieldView.tsx'
import { foundIds } from './foundIds.ts'
import { ImportDraft } from './ImportDraft.tsx'
import { SignPage } from './SignPage.tsx'
import { Simulator } from './Simulator.tsx'
import { type Founding, type Loaded, useFounding } from './useFounding.ts'

/** One question a screen, what it means beside it, the charter as it grows; then reading, signing, founding. */
export function Wizard({ loaded }: { loaded: Loaded }) {
  const founding = useFounding(loaded)
  const { draft, questions, problem, keepError } = founding
  const question = questions[draft.step]
  const complete = !question && draft.charter ? { ...draft, charter: draft.charter } : null
  const top = useRef<HTMLDivElement>(null)
  const first = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new step is what moves the page
  useEffect(() => {
    if (first.current) first.current = false
    else top.current?.scrollIntoView({ block: 'start' })
  }, [draft.step])
  return (
    <div className="found" ref={top} data-testid={foundIds.page}>
      <Steps founding={founding} />
      {keepError !== null && (
        <Callout tone="attention" title="The home does not keep this just now">
          <p>It is kept in this browser. Go on, and save the draft as a file at the end.</p>
        </Callout>
      )}
      {complete ? (
        <>
          <ErrorNotice error={problem} />
          <SignPage founding={founding} draft={complete} />
          <div className="row">
            <Button data-testid={foundIds.back} onClick={() => founding.goTo(questions.length - 1)}>
              Back to the questions
            </Button>
            <Button look="quiet" onClick={founding.startOver}>
              Start anew
            </Button>
          </div>
        </>
      ) : (
        <Ask key={question?.id ?? 'end'} founding={founding} question={question ?? questions.at(-1)} />
      )}
    </div>
  )
}

function Steps({ founding: { questions, draft, goTo } }: { founding: Founding }) {
  const names = [...questions.map(({ id, title }) => ({ id, title })), { id: 'sign', title: 'Read and sign' }]
  return (
    <nav aria-label="Questions" className="found-steps">
      <p className="small soft">
        {draft.step < questions.length
          ? `Question ${draft.step + 1} of ${questions.length}`
          : 'Read and sign'}
      </p>
      <ol>
        {names.map(({ id, title }, at) => (
          <li key={id} data-state={at === draft.step ? 'now' : at < draft.step ? 'done' : 'later'}>
            <button
              type="button"
              disabled={at >= draft.step}
              aria-current={at === draft.step ? 'step' : undefined}
              title={title}
              onClick={() => goTo(at)}
            >
              <span className="visually-hidden">{title}</span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}

function Ask({ founding, question }: { founding: Founding; question: Question | undefined }) {
  const { draft, questions, templates, problem } = founding
  const answers = useMemo(() => withDefaults(questions, draft.answers), [questions, draft.answers])
  if (!question) return null
  const step = questions.indexOf(question)
  const known = findUsufructError(problem)
  const elsewhere = questions.find(({ id }) => id === known?.details.question)
  const preview = <CharterPreview answers={draft.answers} templates={templates} />
  return (
    <div className="found-columns-2" data-testid={foundIds.question(question.id)}>
      <form
        className="stack stack-l"
        onSubmit={(event) => {
          event.preventDefault()
          founding.next()
        }}
      >
        <header className="stack stack-s">
          <h2>{question.title}</h2>
          <p className="soft">{question.says}</p>
        </header>
        {draft.signatures.length > 0 && (
          <Callout tone="attention" title="This draft is signed">
            <p>Changing an answer voids the signatures.</p>
          </Callout>
        )}
        {askedFields(question, answers).map((field) => (
          <Fragment key={field.id}>
            <FieldView
              field={field}
              answers={answers}
              wrong={known?.details.field === field.id}
              onChange={(answer) => founding.answer(field.id, answer)}
            />
            {field === splitFields.at(-1) && (
              <>
                <SplitSum answers={answers} />
                <Simulator answers={answers} />
              </>
            )}
          </Fragment>
        ))}
        <ErrorNotice error={problem} />
        {elsewhere && elsewhere !== question && (
          <p>
            <Button small onClick={() => founding.goTo(questions.indexOf(elsewhere))}>
              Go to “{elsewhere.title}”
            </Button>
          </p>
        )}
        <div className="row found-next">
          <Button look="primary" type="submit" data-testid={foundIds.next}>
            {step === questions.length - 1 ? 'Read and sign' : 'Next'}
          </Button>
          {step > 0 && (
            <Button data-testid={foundIds.back} onClick={() => founding.goTo(step - 1)}>
              Back
            </Button>
          )}
          {step === 0 && <ImportDraft founding={founding} />}
        </div>
        <p className="small soft">Kept as you type. Nothing is final until every founder has signed.</p>
      </form>
      <aside className="found-aside" aria-label="The charter so far">
        <div className="found-wide stack stack-s">
          <p className="field-label">The charter so far</p>
          {preview}
        </div>
        <div className="found-narrow">
          <Fold title="The charter so far">{preview}</Fold>
        </div>
      </aside>
    </div>
  )
}

function SplitSum({ answers }: { answers: Answers }) {
  const { contributorsBps, reviewersBps, treasuryBps } = splitOf(answers)
  const sum = contributorsBps + reviewersBps + treasuryBps
  const parts = splitFields.slice(0, 3).map((field) => `${String(answerOf(field, answers))} %`)
  return (
    <p className={`found-sum ${sum === 10_000 ? 'soft' : 'found-sum-wrong'}`} role="status">
      {parts.join(' + ')} = <strong>{sum / 100} %</strong>
      {sum === 10_000 ? '' : `, ${sum > 10_000 ? 'too much' : 'too little'}: it has to be 100 %`}
    </p>
  )
}
