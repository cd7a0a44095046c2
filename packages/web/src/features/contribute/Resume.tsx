import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { testIds } from '../../app/testIds.ts'
import { Button } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Time } from '../../ui/Time.tsx'
import { plural } from '../../ui/words.ts'
import { unsentQuery } from './queries.ts'
import { SendProgress } from './SendProgress.tsx'
import { forgetUnsent } from './unsent.ts'
import { useSend } from './useSend.ts'

/** What was interrupted while it was being sent can be sent to the end, from the same bytes. */
export function Resume({ actor }: { actor: Actor }) {
  const queryClient = useQueryClient()
  const query = unsentQuery(actor)
  const unsent = useQuery(query)
  const send = useSend()
  if (!unsent.data) return null
  const { name, cleaned, at } = unsent.data

  const discard = async () => {
    if (actor.account) await forgetUnsent(actor.dao, actor.account.address)
    await queryClient.invalidateQueries({ queryKey: query.queryKey })
  }

  return (
    <Callout tone="attention" icon="clock" title={`${name} was not sent to the end`} testId={testIds.resume}>
      <div className="stack stack-s">
        <p>
          {plural(cleaned.rows, 'row')}, begun <Time at={at} />. Nothing is lost: it goes on where it stopped.
        </p>
        {send.isPending && <SendProgress sending={send.sending} />}
        <ErrorNotice error={send.error} />
        <div className="row">
          <Button
            small
            look="primary"
            busy={send.isPending && 'Sending …'}
            onClick={() => unsent.data && send.mutate(unsent.data)}
          >
            Go on
          </Button>
          <Button small look="quiet" disabled={send.isPending} onClick={() => void discard()}>
            Forget it
          </Button>
        </div>
      </div>
    </Callout>
  )
}
