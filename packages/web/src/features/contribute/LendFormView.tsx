import { useMutation, useQuery } from '@tanstack/react-query'
import type { Choices } from '@usufruct/cleaning/types'
import type { Actor } from '@usufruct/sdk/actions/actor'
import type { Dataset } from '@usufruct/sdk/http/routes/contribute'
import { type ReactNode, useState } from 'react'
import { useSession } from '../../session/SessionProvider.tsx'
import { nowInSeconds } from '../../ui/time.ts'
import { ChooseEnd } from '../consent/ChooseEnd.tsx'
import { ChoosePurposes } from '../consent/ChoosePurposes.tsx'
import { emptyChoice, endOfChoice, lastDayProblem } from '../consent/choice.ts'
import { firstReading, ReadAgreement, type Reading } from '../consent/ReadAgreement.tsx'
import { ColumnActions } from './ColumnActions.tsx'
import { FileStep } from './FileStep.tsx'
import { Findings } from './Findings.tsx'
import { addFinding, chooseColumn, chooseFinding } from './fileChoices.ts'
import { LendAside } from './LendAside.tsx'
import { LendDone } from './LendDone.tsx'
import { emptyForm, type LendForm, missingFrom, provenanceOf } from './lendForm.ts'
import { Preview, SetAside } from './Preview.tsx'
import { ProvenanceStep } from './ProvenanceStep.tsx'
import { standingConsentQuery } from './queries.ts'
import { SignStep } from './SignStep.tsx'
import { takesSpecial } from './SpecialQuestion.tsx'
import { StandingPermission } from './StandingPermission.tsx'
import { fetchSampleFile } from './sampleFile.ts'
import { toCleanedBytes } from './toReport.ts'
import { useCleaning } from './useCleaning.ts'
import { useSend } from './useSend.ts'

/** From a file to a signed, sent contribution, on one page that can be read from top to bottom. */
export function LendFormView({ dataset, actor }: { dataset: Dataset; actor: Actor }) {
  const { dao, node } = useSession()
  const [form, setForm] = useState<LendForm>(() => emptyForm(emptyChoice(nowInSeconds()).lastDay))
  const [reading, setReading] = useState<Reading>(() => firstReading(dao.agreements))
  const [choices, setChoices] = useState<Choices>({})
  const cleaning = useCleaning(dataset.slug, dataset.kind === 'table' ? dataset.columns : null)
  const standing = useQuery(standingConsentQuery(actor, dataset.slug))
  const send = useSend()
  const change = (part: Partial<LendForm>) => setForm((current) => ({ ...current, ...part }))

  const choose = (file: File) => {
    setChoices({})
    cleaning.look(file, {})
  }
  const sample = useMutation({ mutationFn: () => fetchSampleFile(node), onSuccess: choose })
  const decide = (next: Choices) => {
    if (!cleaning.file) return
    setChoices(next)
    cleaning.look(cleaning.file, next)
  }

  const consent = standing.data ?? null
  const { file, looked, progress } = cleaning
  const usable = looked !== null && looked.rows > 0 && !cleaning.error
  const agreement = reading === 'none' ? null : reading
  const end = endOfChoice(form.lastDay)
  const dayProblem = agreement !== null && lastDayProblem(form.lastDay, agreement, nowInSeconds()) !== null
  const special = takesSpecial(dao, consent ? null : agreement)
  const missing = [
    ...missingFrom(form, {
      hasFile: usable,
      hasPermission: consent !== null,
      canRead: agreement !== null,
      takesSpecial: special,
      dayProblem,
    }),
    ...(consent?.state === 'paused' ? ['resume your permission'] : []),
  ]
  const purposes = consent ? consent.purposes : form.purposes
  const until = consent ? consent.end : end

  const submit = async () => {
    const provenance = provenanceOf(form)
    if (!provenance || !file) return
    const cleaned = toCleanedBytes(await cleaning.take())
    send.mutate({
      dataset: dataset.slug,
      name: file.name,
      cleaned,
      purposes: [...purposes],
      until: consent || end === null ? undefined : end,
      agreement: consent ? undefined : agreement?.hash,
      provenance,
      at: nowInSeconds(),
    })
  }

  if (send.data)
    return (
      <LendDone
        actor={actor}
        sent={send.data}
        again={() => {
          send.reset()
          cleaning.clear()
          setForm(emptyForm(emptyChoice(nowInSeconds()).lastDay))
        }}
      />
    )

  return (
    <div className="lend">
      <LendAside
        looked={looked}
        purposes={purposes}
        until={until}
        state={send.isPending ? 'sending' : send.error ? 'interrupted' : 'here'}
      />
      <div className="stack stack-xl">
        <Step number={1} title="The file">
          <FileStep
            cleaning={cleaning}
            onFile={choose}
            onSample={dao.practice ? () => sample.mutate() : undefined}
            sampleBusy={sample.isPending}
            sampleError={sample.error}
          />
        </Step>
        {looked && !cleaning.error && (
          <Step number={2} title="What we found in it" says="On this device; nobody else has seen it.">
            <Findings
              looked={looked}
              busy={send.isPending}
              onChoose={(id, action) => decide(chooseFinding(choices, id, action))}
            />
            <ColumnActions
              looked={looked}
              busy={send.isPending}
              onChoose={(column, type, action) =>
                decide(chooseColumn(choices, looked.findings, { column, type }, action))
              }
            />
            <div
              aria-busy={progress !== null}
              className="preview-block"
              data-busy={progress !== null || undefined}
            >
              <Preview
                looked={looked}
                onOverlooked={(overlooked) => decide(addFinding(choices, looked.findings, overlooked))}
              />
            </div>
            <SetAside looked={looked} />
          </Step>
        )}
        {usable && consent && (
          <Step number={3} title="What may be done with it">
            <StandingPermission consent={consent} />
          </Step>
        )}
        {usable && !consent && (
          <>
            <Step number={3} title="Read what you would sign">
              <ReadAgreement reading={reading} onChange={setReading} />
            </Step>
            {agreement && (
              <Step number={4} title="Choose what may be done with it">
                <ChoosePurposes
                  agreement={agreement}
                  offers={dataset.offers}
                  chosen={form.purposes}
                  onChange={(chosen) => change({ purposes: chosen })}
                />
                <ChooseEnd
                  agreement={agreement}
                  lastDay={form.lastDay}
                  onChange={(lastDay) => change({ lastDay })}
                />
              </Step>
            )}
          </>
        )}
        {usable && (consent || agreement) && (
          <>
            <Step number={consent ? 4 : 5} title="Where it comes from">
              <ProvenanceStep form={form} takesSpecial={special} onChange={change} />
            </Step>
            <Step number={consent ? 5 : 6} title="Sign and send">
              <SignStep
                actor={actor}
                dataset={dataset}
                file={{ name: file?.name ?? 'your file', rows: looked.rows }}
                standing={consent}
                signing={agreement && end !== null ? { agreement, dataset, purposes, end } : null}
                missing={missing}
                send={send}
                waiting={progress !== null}
                onSubmit={() => void submit()}
              />
            </Step>
          </>
        )}
      </div>
    </div>
  )
}

type StepProps = { number: number; title: string; says?: string; children: ReactNode }

function Step({ number, title, says, children }: StepProps) {
  return (
    <section className="lend-step" aria-labelledby={`lend-step-${number}`}>
      <header>
        <span className="lend-number" aria-hidden="true">
          {number}
        </span>
        <div>
          <h2 id={`lend-step-${number}`}>{title}</h2>
          {says && <p className="soft small">{says}</p>}
        </div>
      </header>
      <div className="stack stack-l lend-body">{children}</div>
    </section>
  )
}
