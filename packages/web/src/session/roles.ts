import type { Role } from './identity.ts'

/** The four people of a practice DAO, in the order in which data meets them. */
export const roles: readonly { id: Role; title: string; does: string; home: string; page: string }[] = [
  { id: 'member', title: 'Member', does: 'lends data and gets paid', home: '/my-data', page: 'My data' },
  { id: 'reviewer', title: 'Reviewer', does: 'scores what was lent', home: '/review', page: 'Review' },
  { id: 'licensee', title: 'Licensee', does: 'pays to use it', home: '/licenses', page: 'My licenses' },
  { id: 'operator', title: 'Operator', does: 'keeps it running', home: '/operator', page: 'Operator' },
]

export const roleOf = (id: Role) => roles.find((role) => role.id === id) ?? roles[0]
