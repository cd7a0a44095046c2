import { useMutation } from '@tanstack/react-query'
import type { PracticeAccount } from '@usufruct/sdk/http/routes/practice'
import type { Role } from './identity.ts'
import { useSession } from './SessionProvider.tsx'

const lastSlot = (role: Role) => `usufruct.last-${role}`

/** Where a newcomer starts: an account that has done nothing yet, or the one they chose before. */
export const startingAccount = (
  accounts: readonly PracticeAccount[],
  role: Role,
): PracticeAccount | undefined => {
  const playing = accounts.filter((account) => account.role === role)
  const last = localStorage.getItem(lastSlot(role))
  return (
    playing.find((account) => account.name === last) ??
    playing.find((account) => /nothing|none yet/i.test(account.may)) ??
    playing[0]
  )
}

/** Steps into a sample account: its key is handed out by the node, on this machine only. */
export const usePlay = () => {
  const { node, become } = useSession()
  return useMutation({
    mutationFn: (name: string) => node.call('getPracticeKey', { params: { name } }),
    onSuccess: ({ name, address, privateKey, role }) => {
      localStorage.setItem(lastSlot(role), name)
      become({ kind: 'practice', name, role, address, privateKey })
    },
  })
}
