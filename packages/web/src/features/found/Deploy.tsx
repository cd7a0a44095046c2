import { useMutation, useQuery } from '@tanstack/react-query'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { CompleteDraft } from '@usufruct/sdk/founding/draft'
import { Button } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { asJson, foundingNode } from './draftStore.ts'
import { foundIds } from './foundIds.ts'
import type { Founding } from './useFounding.ts'

/** The last step: on a machine without a DAO it is founded from here, on another the draft is taken along. */
export function Deploy({
  founding,
  draft,
  ready,
}: {
  founding: Founding
  draft: CompleteDraft
  ready: boolean
}) {
  if (founding.mode === 'founded') return <TakeAlong ready={ready} />
  return <DeployHere founding={founding} draft={draft} ready={ready} />
}

function TakeAlong({ ready }: { ready: boolean }) {
  return (
    <Callout tone={ready ? 'good' : 'plain'} title="There is a DAO on this machine already">
      <p>
        Yours gets a folder of its own. Save the draft, {ready ? '' : 'have every founder sign it, '}then run:
      </p>
      <p className="mono small">usufruct --home MY-CO-OP found deploy DRAFT.json --serve --port 4848</p>
    </Callout>
  )
}

function DeployHere({
  founding,
  draft,
  ready,
}: {
  founding: Founding
  draft: CompleteDraft
  ready: boolean
}) {
  const deploy = useMutation({
    mutationFn: () => foundingNode.call('deployFounding', { body: { draft: asJson(draft) } }),
  })
  const state = useQuery({
    queryKey: ['founding-state'],
    enabled: deploy.isSuccess,
    refetchInterval: 700,
    retry: false,
    queryFn: async () => {
      const now = await foundingNode.call('getFounding', {})
      if (now.mode === 'founded') {
        // The page that follows is the DAO's own, from the same address.
        founding.forget()
        location.assign('/')
      }
      return now
    },
  })
  const failed = state.data?.step === 'failed' ? state.data.error : null
  if (deploy.isSuccess && !failed)
    return (
      <div className="card stack stack-s" role="status" data-testid={foundIds.deploying}>
        <p>
          <strong>{draft.charter.name} is being founded.</strong>
        </p>
        <p className="soft">
          {state.data && !state.error ? `${state.data.text} …` : 'the node is taking over …'}
        </p>
        <p className="small soft">This takes about half a minute. The page goes there by itself.</p>
      </div>
    )
  return (
    <div className="stack">
      <ErrorNotice
        error={failed ? new UsufructError({ ...failed, kind: 'conflict' }) : deploy.error}
        retry={() => deploy.reset()}
      />
      <p className="soft">
        Contracts, charter and offers go onto a chain of this machine. It is a practice DAO: test money only,
        and one operator controls ledger and keys. Its legal form becomes real where a lawyer has registered
        it.
      </p>
      <div className="row">
        <Button
          look="primary"
          disabled={!ready}
          busy={deploy.isPending && 'One moment …'}
          data-testid={foundIds.deploy}
          onClick={() => deploy.mutate()}
        >
          Found {draft.charter.name}
        </Button>
        {!ready && (
          <p className="small soft">
            {draft.founders.length === 0 ? 'Name a founder first.' : 'Every founder signs first.'}
          </p>
        )}
      </div>
    </div>
  )
}
