import type { Role } from './identity.ts'
import { useSession } from './SessionProvider.tsx'

/** Whether whoever is here plays the role that a page is for. On a real DAO there are no roles to play. */
export const useRolePage = (role: Role) => {
  const { identity, actor, signInError, retrySignIn } = useSession()
  const fits = identity !== null && (identity.role === null || identity.role === role)
  return { identity, actor: fits ? actor : undefined, fits, signInError, retrySignIn }
}
