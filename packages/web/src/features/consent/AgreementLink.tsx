import type { Consent } from '@usufruct/sdk/http/routes/consent'
import type { ReactNode } from 'react'
import { Link } from 'react-router-dom'

type Props = { consent: Pick<Consent, 'agreement'>; aside?: boolean; children: ReactNode }

/** The text that was signed, where this node knows which it was. */
export function AgreementLink({ consent: { agreement }, aside = false, children }: Props) {
  if (!agreement) return <>terms that this node does not know</>
  return (
    <Link to={`/texts/${agreement}`} target={aside ? '_blank' : undefined}>
      {children}
    </Link>
  )
}
