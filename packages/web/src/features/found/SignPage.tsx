import { useMutation, useQuery } from '@tanstack/react-query'
import { checkDraftTexts, draftSigning } from '@usufruct/sdk/founding/checkDraft'
import { type CompleteDraft, draftHash, type Founder } from '@usufruct/sdk/founding/draft'
import { founderNameOf } from '@usufruct/sdk/founding/questions/wrapper'
import { signDraft } from '@usufruct/sdk/founding/signDraft'
import type { PublishedText } from '@usufruct/sdk/texts/frontMatter'
import { useId, useMemo, useState } from 'react'
import { privateKeyToAccount } from 'viem/accounts'
import { Button } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Hash } from '../../ui/Hash.tsx'
import { saveFile } from '../../ui/saveFile.ts'
import { nowInSeconds } from '../../ui/time.ts'
import { exportAccount } from '../account/accountFile.ts'
import { LegalText, textsOf } from './CharterPreview.tsx'
import { Deploy } from './Deploy.tsx'
import { accountOf, makeFounder } from './founderAccounts.ts'
import { foundIds } from './foundIds.ts'
import { ImportDraft } from './ImportDraft.tsx'
import type { Founding } from './useFounding.ts'

/** Everything is answered: founders read, sign, and found. */
export function SignPage({ founding, draft }: { founding: Founding; draft: CompleteDraft }) {
  const texts = useMemo(() => textsOf(draft.charter, founding.templates), [draft.charter, founding.templates])
  const signing = useQuery({
    queryKey: ['founding-signing', draftHash(draft), draft.signatures],
    queryFn: () => draftSigning(draft),
    placeholderData: (before) => before,
  })
  const ready = draft.founders.length > 0 && signing.data?.signed.length === draft.founders.length
  return (
    <div className="stack stack-xl" data-testid={foundIds.review}>
      <section className="stack" aria-labelledby="found-read">
        <h2 id="found-read">Read what you will sign</h2>
        <p className="soft">
          These are the texts, to the last character. Each has a fingerprint; the founders sign all of them at
          once.
        </p>
        <div className="card found-texts">
          {texts.map((text) => (
            <TextFold key={text.hash} text={text} draft={draft} />
          ))}
        </div>
      </section>
      <Founders founding={founding} draft={draft} signed={signing.data?.signed ?? []} />
      <section className="stack" aria-labelledby="found-start">
        <h2 id="found-start">Found it</h2>
        <Deploy founding={founding} draft={draft} ready={ready} />
        <div className="row">
          <Button
            data-testid={foundIds.download}
            onClick={() =>
              saveFile(
                `${founderNameOf(draft.charter.name) || 'co-op'}-draft.json`,
                [`${JSON.stringify(draft, null, 2)}\n`],
                'application/json',
              )
            }
          >
            Save the draft as a file
          </Button>
          <ImportDraft founding={founding} />
        </div>
      </section>
    </div>
  )
}

function TextFold({ text, draft }: { text: PublishedText; draft: CompleteDraft }) {
  const named = draft.texts.find(({ rendered }) => rendered === text.hash)
  const pdf = useMutation({
    mutationFn: async () => {
      const { textPdf } = await import('@usufruct/sdk/documents/textPdf')
      const bytes = await textPdf(text, { at: nowInSeconds() })
      saveFile(`${text.front.kind}-${text.hash.slice(2, 10)}.pdf`, [new Uint8Array(bytes)], 'application/pdf')
    },
  })
  return (
    <Fold
      title={
        <span>
          {text.front.title} <span className="soft">· {text.front.language}</span>
        </span>
      }
    >
      <div className="stack">
        <div className="row">
          <Button
            small
            busy={pdf.isPending && 'Making the PDF …'}
            data-testid={text.front.kind === 'charter' ? foundIds.pdf : undefined}
            onClick={() => pdf.mutate()}
          >
            Save as PDF
          </Button>
        </div>
        <ErrorNotice error={pdf.error} />
        <div className="found-scroll">
          <LegalText text={text} />
        </div>
        {named && (
          <dl className="pairs">
            <dt>Template</dt>
            <dd>
              <Hash value={named.template} label="fingerprint of the template" />
            </dd>
            <dt>Your answers</dt>
            <dd>
              <Hash value={named.parameters} label="fingerprint of the answers in it" />
            </dd>
            <dt>This text</dt>
            <dd>
              <Hash value={named.rendered} label="fingerprint of the text" />
            </dd>
          </dl>
        )}
      </div>
    </Fold>
  )
}

function Founders({
  founding,
  draft,
  signed,
}: {
  founding: Founding
  draft: CompleteDraft
  signed: readonly Founder[]
}) {
  const id = useId()
  const [name, setName] = useState('')
  const short = founderNameOf(name)
  const sign = useMutation({
    mutationFn: async (founder: Founder) => {
      const account = accountOf(founder.address)
      // Nobody signs fingerprints of other texts than those they can read above.
      const checked = checkDraftTexts(draft, founding.templates)
      if (account) founding.put(await signDraft(checked, privateKeyToAccount(account.privateKey)))
    },
  })
  const setFounders = (founders: readonly Founder[]) => founding.setFounders(founders)
  return (
    <section className="stack" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>Founders</h2>
      <p className="soft">
        Each founder signs exactly this charter, these texts and these founders. Whatever changes voids all
        signatures.
      </p>
      {draft.founders.length > 0 && (
        <ul className="card found-founders">
          {draft.founders.map((founder) => {
            const has = signed.some(({ address }) => address === founder.address)
            return (
              <li
                key={founder.address}
                data-testid={foundIds.founder(founder.name)}
                data-signed={has || undefined}
              >
                <span>
                  <strong>{founder.name}</strong>
                  <span className="small">
                    <Hash value={founder.address} label={`address of ${founder.name}`} />
                  </span>
                </span>
                {has ? (
                  <span className="pill pill-good">signed</span>
                ) : accountOf(founder.address) ? (
                  <Button
                    small
                    look="primary"
                    busy={sign.isPending && 'Signing …'}
                    data-testid={foundIds.sign(founder.name)}
                    onClick={() => sign.mutate(founder)}
                  >
                    Sign as {founder.name}
                  </Button>
                ) : (
                  <span className="pill pill-attention">signs elsewhere</span>
                )}
                <SaveKey founder={founder} />
                <Button
                  small
                  look="quiet"
                  aria-label={`Take ${founder.name} out`}
                  onClick={() =>
                    setFounders(draft.founders.filter(({ address }) => address !== founder.address))
                  }
                >
                  Take out
                </Button>
              </li>
            )
          })}
        </ul>
      )}
      <ErrorNotice error={sign.error} />
      <form
        className="found-add"
        onSubmit={(event) => {
          event.preventDefault()
          if (!short) return
          const { address } = makeFounder(short)
          setName('')
          setFounders([...draft.founders, { name: short, address }])
        }}
      >
        <div className="field">
          <label htmlFor={`${id}-name`}>A founder’s name</label>
          <input
            id={`${id}-name`}
            className="input"
            value={name}
            data-testid={foundIds.founderName}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
        <Button type="submit" disabled={!short} data-testid={foundIds.addFounder}>
          Add {short || 'founder'}
        </Button>
      </form>
      <p className="small soft">
        The name gets an account in this browser. For somebody with an account elsewhere, make the draft with{' '}
        <code className="mono">usufruct found --founder NAME:0x…</code> and open its file here.
      </p>
      {draft.signatures.length > 0 && signed.length < draft.signatures.length && (
        <Callout tone="attention" title="Some signatures are for another draft">
          <p>They do not count. Have it signed again.</p>
        </Callout>
      )}
    </section>
  )
}

/** A founder's account is theirs beyond the founding, and this browser has the only key to it. */
function SaveKey({ founder }: { founder: Founder }) {
  const account = accountOf(founder.address)
  if (!account) return null
  return (
    <Button
      small
      look="quiet"
      aria-label={`Save the key of ${founder.name}`}
      onClick={() =>
        saveFile(
          `usufruct-account-${founder.name}.json`,
          [exportAccount({ kind: 'own', role: null, ...account })],
          'application/json',
        )
      }
    >
      Save key
    </Button>
  )
}
