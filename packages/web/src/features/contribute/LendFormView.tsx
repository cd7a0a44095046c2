import { useMutation, useQuery } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import type { Dataset } from '@usufruct/sdk/http/routes/contribute'
import { type ReactNode, useState } from 'react'
import { Link } from 'react-router-dom'
import { testIds } from '../../app/testIds.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { Button } from '../../ui/Button.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { purposeLabel } from '../../ui/purposeWords.ts'
import { formatDay, nowInSeconds } from '../../ui/time.ts'
import { capitalise, listOf, plural } from '../../ui/words.ts'
import { FileStep } from './FileStep.tsx'
import { Findings } from './Findings.tsx'
import { LendAside } from './LendAside.tsx'
import { LendDone } from './LendDone.tsx'
import { emptyForm, endOf, type LendForm, missingFrom, provenanceOf } from './lendForm.ts'
import { Preview, SetAside } from './Preview.tsx'
import { ProvenanceStep } from './ProvenanceStep.tsx'
import { PurposesStep, StandingPermission } from './PurposesStep.tsx'
import { standingConsentQuery } from './queries.ts'
import { SendProgress } from './SendProgress.tsx'
import { fetchSampleFile } from './sampleFile.ts'
import { toCleanedBytes } from './toReport.ts'
import { useCleaning } from './useCleaning.ts'
import { useSend } from './useSend.ts'

/** From a file to a signed, sent contribution, on one page that can be read from top to bottom. */
export function LendFormView({ dataset, actor }: { dataset: Dataset; actor: Actor }) {
  const { dao, node } = useSession()
  const [form, setForm] = useState<LendForm>(emptyForm)
  const [kept, setKept] = useState<string[]>([])
  const cleaning = useCleaning(dataset.kind === 'table' ? dataset.columns : null)
  const standing = useQuery(standingConsentQuery(actor, dataset.slug))
  const send = useSend()
  const change = (part: Partial<LendForm>) => setForm((current) => ({ ...current, ...part }))

  const choose = (file: File) => {
    setKept([])
    cleaning.look(file, {})
  }
  const sample = useMutation({ mutationFn: () => fetchSampleFile(node), onSuccess: choose })
  const decide = (id: string, keep: boolean) => {
    if (!cleaning.file) return
    const next = keep ? [...kept, id] : kept.filter((other) => other !== id)
    setKept(next)
    cleaning.look(cleaning.file, { keep: next })
  }

  const consent = standing.data ?? null
  const { file, looked, progress } = cleaning
  const usable = looked !== null && looked.rows > 0 && !cleaning.error
  const missing = missingFrom(form, usable, consent !== null)
  const purposes = consent ? consent.purposes : form.purposes
  const until = consent ? consent.end : endOf(form.years)

  const submit = async () => {
    const provenance = provenanceOf(form)
    if (!provenance || !file) return
    const cleaned = toCleanedBytes(await cleaning.take())
    send.mutate({
      dataset: dataset.slug,
      name: file.name,
      cleaned,
      purposes: [...purposes],
      until: consent ? undefined : until,
      provenance,
      at: nowInSeconds(),
    })
  }

  if (send.data)
    return (
      <LendDone
        sent={send.data}
        again={() => {
          send.reset()
          cleaning.clear()
          setForm(emptyForm)
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
            <Findings looked={looked} busy={send.isPending} onChoose={decide} />
            <div
              aria-busy={progress !== null}
              className="preview-block"
              data-busy={progress !== null || undefined}
            >
              <Preview looked={looked} />
            </div>
            <SetAside looked={looked} />
          </Step>
        )}
        {usable && (
          <>
            <Step number={3} title="Where it comes from">
              <ProvenanceStep form={form} onChange={change} />
            </Step>
            <Step number={4} title="What may be done with it">
              {consent ? (
                <StandingPermission consent={consent} />
              ) : (
                <PurposesStep form={form} offers={dataset.offers} onChange={change} />
              )}
            </Step>
            <Step number={5} title="Sign and send">
              <div className="card stack">
                <p>
                  You lend <strong>{plural(looked.rows, 'row')}</strong> from {file?.name} to {dataset.name}
                  {purposes.length > 0 && (
                    <>
                      , for {listOf(purposes.map((code) => `“${purposeLabel(code)}”`))}, until{' '}
                      <strong>{formatDay(until)}</strong>
                    </>
                  )}
                  . By signing you agree to{' '}
                  <Link to={`/texts/${dao.agreement.hash}`} target="_blank">
                    the terms (version {dao.agreement.version})
                  </Link>
                  , and let the co-op’s machine clean your data and its reviewers see it. Each look is
                  recorded.
                </p>
                {(send.isPending || send.sending) && <SendProgress sending={send.sending} />}
                <ErrorNotice error={send.error} />
                {send.error !== null && (
                  <p className="small soft">
                    Nothing is lost. Pressing the button again goes on where it stopped.
                  </p>
                )}
                <div className="row">
                  <Button
                    look="primary"
                    data-testid={testIds.contributeSubmit}
                    disabled={missing.length > 0 || progress !== null}
                    busy={send.isPending && 'Sending …'}
                    aria-describedby="lend-missing"
                    onClick={() => void submit()}
                  >
                    {send.error ? 'Go on' : 'Sign and send'}
                  </Button>
                  <p id="lend-missing" className="small soft">
                    {missing.length > 0 ? `${capitalise(listOf(missing))} first.` : ''}
                  </p>
                </div>
              </div>
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
