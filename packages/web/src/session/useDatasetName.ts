import { useQuery } from '@tanstack/react-query'
import { datasetsQuery } from './queries.ts'
import { useSession } from './SessionProvider.tsx'

/** Datasets are named by a slug wherever they are stored, and by their name wherever they are read. */
export const useDatasetName = (slug: string): string => {
  const { node } = useSession()
  const { data } = useQuery(datasetsQuery(node))
  return data?.find((dataset) => dataset.slug === slug)?.name ?? slug
}
