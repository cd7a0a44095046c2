import { useQuery } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import type { Consent } from '@usufruct/sdk/http/routes/consent'
import { Link } from 'react-router-dom'
import { testIds } from '../../app/testIds.ts'
import { Button } from '../../ui/Button.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { fieldsInWords } from '../../ui/termsWords.ts'
import { formatDay } from '../../ui/time.ts'
import { changeSays, newerThan } from './agreementNews.ts'
import { agreementsQuery } from './queries.ts'

type Props = { actor: Actor; consent: Consent; onSign: () => void }

/** What became of the agreement since this permission was signed: less holds at once, more only by a new signature. */
export function AgreementNews({ actor, consent, onSign }: Props) {
  const published = useQuery(agreementsQuery(actor.node))
  const news = newerThan(consent, published.data ?? [])
  const latest = news.at(-1)
  if (!latest) return null
  const asks = news.some(({ change }) => change === 'widens' || change === 'mixed')
  return (
    <Callout
      tone={asks ? 'attention' : 'plain'}
      icon="file"
      testId={testIds.agreementNews}
      title="The agreement has changed since you signed"
    >
      <ul className="agreement-news">
        {news.map(({ hash, version, publishedAt, change, changedFields }) => (
          <li key={hash}>
            <Link to={`/texts/${hash}`} target="_blank">
              Version {version}
            </Link>
            , {formatDay(publishedAt)}
            {changedFields.length > 0 && `, about ${fieldsInWords(changedFields)}`}. {changeSays[change]}
          </li>
        ))}
      </ul>
      {asks && (
        <p className="row">
          <Button small onClick={onSign}>
            Read and sign version {latest.version}
          </Button>
          <span className="small soft">or do nothing</span>
        </p>
      )}
    </Callout>
  )
}
