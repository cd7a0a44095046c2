import type { Actor } from '@usufruct/sdk/actions/actor'
import { datasetIdOf } from '@usufruct/sdk/domain/ids'
import { type Purpose, purposesToBitmap } from '@usufruct/sdk/domain/purposes'
import type { PublishedAgreement } from '@usufruct/sdk/http/routes/dao'
import { grantTerms } from '@usufruct/sdk/terms/deriveTerms'
import { termsHash } from '@usufruct/sdk/terms/terms'
import type { ReactNode } from 'react'
import type { Hex } from 'viem'
import { testIds } from '../../app/testIds.ts'
import { Fold } from '../../ui/Fold.tsx'
import { purposeLabel } from '../../ui/purposeWords.ts'
import { formatDay } from '../../ui/time.ts'
import { listOf } from '../../ui/words.ts'
import './consent.css'
import { languageInSentence } from './languages.ts'

export type Signing = {
  agreement: PublishedAgreement
  dataset: { slug: string; name: string }
  purposes: readonly Purpose[]
  /** Unix seconds. */
  end: number
  replaces?: Hex | undefined
}

/** Everything a signature will stand under, in words, and the same as the data that is signed. */
export function WhatYouSign({ actor, signing, more }: { actor: Actor; signing: Signing; more?: ReactNode }) {
  const { agreement, dataset, purposes, end, replaces } = signing
  return (
    <div className="stack">
      <ul className="sign-list" data-testid={testIds.whatYouSign}>
        <li>
          <strong>The agreement</strong>, in {languageInSentence(agreement.language)}, version{' '}
          {agreement.version}.
        </li>
        <li>
          <strong>For {dataset.name}</strong>, and for{' '}
          {purposes.length === 0
            ? 'no use yet: tick at least one'
            : `nothing but ${listOf(purposes.map((code) => `“${purposeLabel(code)}”`))}`}
          .
        </li>
        <li>
          <strong>Until {formatDay(end)}</strong>, or until you stop it, which you can do at any time.
        </li>
        {replaces && (
          <li>
            <strong>In place of</strong> the permission you gave before. What you lent under it goes on under
            this one.
          </li>
        )}
        {more}
      </ul>
      {purposes.length > 0 && (
        <Fold title="The same as data, exactly as it is signed">
          <SignedData actor={actor} signing={signing} />
        </Fold>
      )}
    </div>
  )
}

function SignedData({ actor, signing }: { actor: Actor; signing: Signing }) {
  const { agreement, dataset, purposes, end, replaces } = signing
  const { deployment, name } = actor.dao
  const terms = grantTerms({ chainId: deployment.chainId, members: deployment.members, name }, agreement, {
    dataset: dataset.slug,
    purposes,
    end,
    replaces,
  })
  const message = {
    domain: {
      name: 'Usufruct',
      version: '1',
      chainId: deployment.chainId,
      verifyingContract: deployment.members,
    },
    GrantConsent: {
      account: actor.account?.address.toLowerCase(),
      dataset: datasetIdOf(dataset.slug),
      terms: termsHash(terms),
      purposes: purposesToBitmap(purposes),
      end,
      salt: 'a random number, drawn when you sign',
      deadline: 'within which it must reach the ledger',
    },
  }
  return (
    <div className="stack stack-s">
      <p className="small soft">The message your key signs (EIP-712):</p>
      <pre className="exact">{JSON.stringify(message, null, 2)}</pre>
      <p className="small soft">
        The terms behind <code className="mono">terms</code>, in full:
      </p>
      <pre className="exact">{JSON.stringify(terms, null, 2)}</pre>
    </div>
  )
}
