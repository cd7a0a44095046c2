import { useQuery } from '@tanstack/react-query'
import { testIds } from '../../app/testIds.ts'
import { displayName } from '../../session/identity.ts'
import { practiceAccountsQuery } from '../../session/queries.ts'
import { busyChairs, openRoundsQuery } from '../../session/rounds.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { usePlay } from '../../session/usePlay.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'

/** On a practice DAO one person is the whole panel: a step from chair to chair. */
export function OthersOnPanel() {
  const { dao, node, identity } = useSession()
  const rounds = useQuery({ ...openRoundsQuery(node), enabled: dao.practice })
  const accounts = useQuery(practiceAccountsQuery(node, dao.practice))
  const play = usePlay()
  if (!dao.practice || !rounds.data || !accounts.data) return null
  const chairs = busyChairs(rounds.data)
  const others = accounts.data.filter(
    ({ address, name }) => name !== identity?.name && chairs.some(({ reviewer }) => reviewer === address),
  )
  if (others.length === 0) return null
  return (
    <div className="stack stack-s" data-testid={testIds.reviewPanel}>
      <p className="small soft">Still to score, or to show their score. You may sit on their chairs, too:</p>
      <div className="row">
        {others.map(({ name }) => (
          <Button
            key={name}
            small
            disabled={play.isPending}
            data-testid={testIds.sitAs(name)}
            onClick={() => play.mutate(name)}
          >
            Be {displayName(name)}
          </Button>
        ))}
      </div>
      <ErrorNotice error={play.error} />
    </div>
  )
}
