import { useQuery } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import type { Notice } from '@usufruct/sdk/http/routes/license'
import { useEffect } from 'react'
import { testIds } from '../../app/testIds.ts'
import { recordStep } from '../../session/journey.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Time } from '../../ui/Time.tsx'
import { duration, formatDay } from '../../ui/time.ts'
import { useNow } from '../../ui/useNow.ts'
import { plural } from '../../ui/words.ts'
import { noticesQuery } from './queries.ts'

/** What the licensee has to delete, before anything else they see of the license. */
export function Notices({ actor, license }: { actor: Actor; license: string }) {
  const { dao } = useSession()
  const notices = useQuery(noticesQuery(actor, license))
  const [first] = notices.data ?? []
  useEffect(() => {
    if (first) recordStep(dao, 'notice', first.id)
  }, [first, dao])
  return (
    <>
      <ErrorNotice error={notices.data ? null : notices.error} retry={() => void notices.refetch()} />
      {notices.data?.map((notice) => (
        <NoticeCallout key={notice.id} notice={notice} />
      ))}
    </>
  )
}

function NoticeCallout({ notice }: { notice: Notice }) {
  const left = notice.deleteBy - useNow()
  return (
    <Callout
      tone={left > 0 ? 'attention' : 'bad'}
      icon="bell"
      testId={testIds.notice}
      title={
        left > 0
          ? `Delete ${plural(notice.rows, 'row')} by ${formatDay(notice.deleteBy)}`
          : `${plural(notice.rows, 'row')} had to be deleted by ${formatDay(notice.deleteBy)}`
      }
    >
      <p>{notice.text}</p>
      <p className="small soft">
        Told you <Time at={notice.at} />
        {left > 0 && `; ${duration(left)} left`}.
      </p>
    </Callout>
  )
}
