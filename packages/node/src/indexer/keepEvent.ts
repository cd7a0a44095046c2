import { readGrant } from '@usufruct/sdk/domain/ids'
import { processingTasks } from '@usufruct/sdk/messages/processingGrant'
import { eq } from 'drizzle-orm'
import type { Address, Hex } from 'viem'
import type { Db } from '../db/open.ts'
import { consents, events } from '../db/schema.ts'
import { low } from './low.ts'
import type { ProjectedLog } from './project.ts'

type LogOf<N extends ProjectedLog['eventName']> = Extract<ProjectedLog, { eventName: N }>

/** A grant's event, with the id that follows from it. */
export const grantIn = ({ args: { account, terms, grant } }: LogOf<'ConsentGranted'>) => {
  const { consent, inner, dataset, purposes, end } = readGrant({
    account: low(account),
    terms: low(terms),
    grant,
  })
  return { id: consent, account: low(account), dataset, inner, terms: low(terms), purposes, end }
}

/** What a grant names besides tasks permits nothing. It is left out before anything is stored: anybody can have any
 * characters said on a chain, and a database takes fewer. */
export const knownTasks = (tasks: string): string =>
  tasks
    .split(',')
    .filter((task) => (processingTasks as readonly string[]).includes(task))
    .join(',')

/** A stop's event names the consent alone; whose it is was said when it was granted. A tombstone for an id that was
 * never granted is nobody's. */
const stopped = async (db: Db, consentId: Hex) => {
  const [consent] = await db
    .select({ account: consents.account, dataset: consents.dataset })
    .from(consents)
    .where(eq(consents.id, low(consentId)))
  return { consentId: low(consentId), ...consent }
}

/** What an event says, spelled out, so that it can be told and found again without what came before. */
const spelledOut = async (db: Db, log: ProjectedLog): Promise<Record<string, unknown>> => {
  switch (log.eventName) {
    case 'ConsentGranted': {
      const { id: consentId, ...granted } = grantIn(log)
      return { consentId, ...granted }
    }
    case 'ConsentPaused':
    case 'ConsentWithdrawn':
      return stopped(db, log.args.consentId)
    case 'ProcessingGranted':
      return { ...log.args, tasks: knownTasks(log.args.tasks) }
    default:
      return { ...log.args }
  }
}

const accountIn = (args: Record<string, unknown>): Address | null => {
  const account = args.account ?? args.member ?? args.licensee ?? args.reviewer
  return typeof account === 'string' ? low(account as Address) : null
}

export const keepEvent = async (db: Db, log: ProjectedLog, at: number) => {
  const args = await spelledOut(db, log)
  await db
    .insert(events)
    .values({
      block: Number(log.blockNumber),
      logIndex: log.logIndex,
      transaction: log.transactionHash,
      at,
      name: log.eventName,
      account: accountIn(args),
      args: Object.fromEntries(Object.entries(args).map(([key, value]) => [key, String(value)])),
    })
    .onConflictDoNothing()
}
