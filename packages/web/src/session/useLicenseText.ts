import { useQuery } from '@tanstack/react-query'
import { useSession } from './SessionProvider.tsx'

/** The license text behind an offer's terms, by its fingerprint; null until it is known. On chain an offer names its
 * terms, and they name the text. */
export const useLicenseText = (terms: string): string | null => {
  const { node } = useSession()
  const { data } = useQuery({
    queryKey: ['terms', terms],
    queryFn: ({ signal }) => node.call('getTerms', { params: { hash: terms } }, { signal }),
    // Terms behind a hash never change.
    staleTime: Number.POSITIVE_INFINITY,
  })
  return data?.terms.legalText.sha256 ?? null
}
