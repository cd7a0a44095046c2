import { useMutation, useQuery } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import type { Dataset } from '@usufruct/sdk/http/routes/contribute'
import { useMemo, useState } from 'react'
import { useSession } from '../../session/SessionProvider.tsx'
import { nowInSeconds } from '../../ui/time.ts'
import { MakeAccount } from '../account/MakeAccount.tsx'
import { ChooseEnd } from '../consent/ChooseEnd.tsx'
import { ChoosePurposes } from '../consent/ChoosePurposes.tsx'
import { emptyChoice, endOfChoice, lastDayProblem } from '../consent/choice.ts'
import { firstReading, ReadAgreement, type Reading } from '../consent/ReadAgreement.tsx'
import { NeedsRole } from '../roles/NeedsRole.tsx'
import type { Looked } from './cleaningMessages.ts'
import { doubtsAbout, openDoubts } from './doubts.ts'
import { FileStep } from './FileStep.tsx'
import { withChoices } from './fileChoices.ts'
import { InputReport } from './InputReport.tsx'
import { type Input, isLendable, stateOfInput } from './inputs.ts'
import { LendAside } from './LendAside.tsx'
import { LendDone } from './LendDone.tsx'
import { LendStep } from './LendStep.tsx'
import { emptyForm, type LendForm, missingFrom, provenanceOf } from './lendForm.ts'
import { ProvenanceStep } from './ProvenanceStep.tsx'
import { standingConsentQuery } from './queries.ts'
import { Resume } from './Resume.tsx'
import { SignStep } from './SignStep.tsx'
import { takesSpecial } from './SpecialQuestion.tsx'
import { StandingPermission } from './StandingPermission.tsx'
import { fetchSampleFile } from './sampleFile.ts'
import type { Unsent } from './unsent.ts'
import { useInputs } from './useInputs.ts'
import { useSender } from './useSender.ts'

type Props = {
  dataset: Dataset /** Whoever has not joined yet sees what would be found, and goes on from there. */
  actor: Actor | undefined
}

/** What is seen of a file: after a choice, as it will be once it was read again. */
const shownOf = ({ looked, choices, progress }: Input): Looked | null =>
  looked && progress ? withChoices(looked, choices) : looked

/** From files to signed, sent contributions, on one page that can be read from top to bottom. */
export function LendFormView({ dataset, actor }: Props) {
  const { dao, node, identity } = useSession()
  const [form, setForm] = useState<LendForm>(() => emptyForm(emptyChoice(nowInSeconds()).lastDay))
  const [reading, setReading] = useState<Reading>(() => firstReading(dao.agreements))
  const [wanted, setWanted] = useState<string | null>(null)
  const [batch, setBatch] = useState<readonly string[]>([])
  const { inputs, add, remove, open, choose, join, takeApart, rows } = useInputs(
    dataset.slug,
    dataset.columns,
    dataset.k,
  )
  const { sender, jobs } = useSender()
  const standing = useQuery(standingConsentQuery(actor, dataset.slug))
  const sample = useMutation({
    mutationFn: () => fetchSampleFile(node),
    onSuccess: (file) => add([file]),
  })
  const show = (id: string) => {
    setWanted(id)
    open(id)
  }
  const joining = useMutation({ mutationFn: join, onSuccess: show })
  const change = (part: Partial<LendForm>) => setForm((current) => ({ ...current, ...part }))

  const consent = standing.data ?? null
  const chosen = inputs.find(({ id }) => id === wanted) ?? inputs[0]
  const { looked: seen, choices } = chosen ?? {}
  const isRead = !chosen?.progress
  // Not with each step of the reading, of which there are many.
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the progress only whether there is any counts
  const shown = useMemo(() => chosen && shownOf(chosen), [seen, choices, isRead])
  const ready = inputs.filter(isLendable)
  const waiting = inputs.filter((input) => stateOfInput(input) === 'reading')
  const unseen = inputs.filter((input) => stateOfInput(input) === 'needs-you')
  const any = inputs.some((input) => stateOfInput(input) !== 'failed' && input.looked)
  const agreement = reading === 'none' ? null : reading
  const end = endOfChoice(form.lastDay)
  const dayProblem = agreement !== null && lastDayProblem(form.lastDay, agreement, nowInSeconds()) !== null
  const doubts = doubtsAbout(
    form,
    ready.flatMap(({ file, looked }) => (looked ? [{ name: file.name, looked }] : [])),
  )
  const special = takesSpecial(dao, consent ? null : agreement)
  const missing = [
    ...missingFrom(form, {
      hasFile: ready.length > 0,
      reading: waiting.length,
      unseen: unseen.map(({ file }) => file.name),
      hasPermission: consent !== null,
      canRead: agreement !== null,
      takesSpecial: special,
      doubts: openDoubts(doubts, form.confirmed).length,
      dayProblem,
    }),
    ...(consent?.state === 'paused' ? ['resume your permission'] : []),
  ]
  const purposes = consent ? consent.purposes : form.purposes
  const until = consent ? consent.end : end

  const unsentOf = async ({ file, looked }: Input): Promise<Unsent[]> => {
    const provenance = provenanceOf(form)
    if (!provenance || !looked) return []
    const { content, contentHash, rows: count, report } = looked
    const ndjson = new Uint8Array(await content.arrayBuffer())
    return [
      {
        dataset: dataset.slug,
        name: file.name.slice(-256),
        cleaned: { ndjson, contentHash, rows: count, report },
        purposes: [...purposes],
        until: consent || end === null ? undefined : end,
        agreement: consent ? undefined : agreement?.hash,
        provenance,
        at: nowInSeconds(),
        paused: false,
      },
    ]
  }
  const submit = useMutation({
    mutationFn: async () => {
      if (!sender) return
      const keys: string[] = []
      // One at a time into the browser's keeping: together they may be more than fits in memory.
      for (const input of ready) keys.push(...(await sender.keep(await unsentOf(input))))
      sender.start(keys)
      setBatch(keys)
      remove(ready.map(({ id }) => id))
    },
  })

  const sending = jobs.filter(({ key }) => batch.includes(key))
  if (actor && sender && sending.length > 0)
    return (
      <LendDone
        actor={actor}
        sender={sender}
        jobs={sending}
        dataset={dataset.slug}
        again={() => {
          setBatch([])
          setForm(emptyForm(emptyChoice(nowInSeconds()).lastDay))
        }}
      />
    )

  return (
    <div className="lend">
      <LendAside looked={ready.flatMap((input) => shownOf(input) ?? [])} purposes={purposes} until={until} />
      <div className="stack stack-xl">
        <Resume except={batch} />
        <LendStep number={1} title="What you would lend">
          <FileStep
            inputs={inputs}
            chosen={chosen?.id ?? null}
            onFiles={add}
            onOpen={show}
            onRemove={(id) => remove([id])}
            onJoin={(ids) => joining.mutate(ids)}
            onTakeApart={(id) => show(takeApart(id))}
            onSample={dao.practice ? () => sample.mutate() : undefined}
            sampleBusy={sample.isPending}
            error={sample.error ?? joining.error}
          />
        </LendStep>
        {chosen && shown && !chosen.error && (
          <LendStep
            number={2}
            title={inputs.length > 1 ? `What we found in ${chosen.file.name}` : 'What we found in it'}
            says="On this device; nobody else has seen it."
          >
            <InputReport
              key={chosen.id}
              id={chosen.id}
              name={chosen.file.name}
              looked={shown}
              choices={chosen.choices}
              seenAs={chosen.seenAs}
              busy={!isRead && !shown.head}
              dataset={dataset.slug}
              actor={actor}
              onChoose={choose}
              rows={rows}
            />
          </LendStep>
        )}
        {any && !actor && (
          <LendStep number={3} title="Join, to lend it" says="What you chose stays as it is.">
            {identity || dao.practice ? (
              <NeedsRole who="member" title="Only members lend">
                {null}
              </NeedsRole>
            ) : (
              <MakeAccount />
            )}
          </LendStep>
        )}
        {any && actor && consent && (
          <LendStep number={3} title="What may be done with it">
            <StandingPermission consent={consent} />
          </LendStep>
        )}
        {any && actor && !consent && (
          <>
            <LendStep number={3} title="Read what you would sign">
              <ReadAgreement reading={reading} onChange={setReading} />
            </LendStep>
            {agreement && (
              <LendStep number={4} title="Choose what may be done with it">
                <ChoosePurposes
                  agreement={agreement}
                  offers={dataset.offers}
                  chosen={form.purposes}
                  onChange={(next) => change({ purposes: next })}
                />
                <ChooseEnd
                  agreement={agreement}
                  lastDay={form.lastDay}
                  onChange={(lastDay) => change({ lastDay })}
                />
              </LendStep>
            )}
          </>
        )}
        {any && actor && (consent || agreement) && (
          <>
            <LendStep number={consent ? 4 : 5} title="Where it comes from">
              <ProvenanceStep form={form} doubts={doubts} takesSpecial={special} onChange={change} />
            </LendStep>
            <LendStep number={consent ? 5 : 6} title="Sign and send">
              <SignStep
                actor={actor}
                dataset={dataset}
                files={ready.map(({ file, looked }) => ({ name: file.name, rows: looked?.rows ?? 0 }))}
                standing={consent}
                signing={agreement && end !== null ? { agreement, dataset, purposes, end } : null}
                missing={missing}
                error={submit.error}
                busy={submit.isPending}
                onSubmit={() => submit.mutate()}
              />
            </LendStep>
          </>
        )}
      </div>
    </div>
  )
}
