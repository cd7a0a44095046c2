import type { DraftStore, Session, TokenStore } from '@usufruct/sdk/actions/actor'
import { UsufructError } from '@usufruct/sdk/domain/errors'

const databaseName = 'usufruct'
const stores = ['drafts', 'unsent'] as const
type StoreName = (typeof stores)[number]

const storageBlocked = (cause: unknown) =>
  new UsufructError({
    code: 'BROWSER_STORAGE_BLOCKED',
    kind: 'unreachable',
    message: 'This browser does not let the page keep anything.',
    hint: 'Leave private browsing, or allow this site to store data: the key to what you lend must survive a crash.',
    cause,
  })

let opening: Promise<IDBDatabase> | undefined

const open = (): Promise<IDBDatabase> => {
  opening ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(databaseName, 1)
    request.onupgradeneeded = () => {
      for (const store of stores) request.result.createObjectStore(store)
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(storageBlocked(request.error))
    request.onblocked = () => reject(storageBlocked(undefined))
  }).catch((error: unknown) => {
    opening = undefined
    throw error
  })
  return opening
}

/** Resolves when the transaction is complete, which is when the value is on the disk. */
const run = async <T>(
  store: StoreName,
  mode: IDBTransactionMode,
  act: (objects: IDBObjectStore) => IDBRequest<T>,
): Promise<T> => {
  const database = await open()
  return new Promise<T>((resolve, reject) => {
    const transaction = database.transaction(store, mode, { durability: 'strict' })
    const request = act(transaction.objectStore(store))
    transaction.oncomplete = () => resolve(request.result)
    transaction.onerror = () => reject(storageBlocked(transaction.error))
    transaction.onabort = () => reject(storageBlocked(transaction.error))
  })
}

const storeOf = (name: StoreName) => ({
  get: (key: string): Promise<unknown> => run<unknown>(name, 'readonly', (objects) => objects.get(key)),
  put: async (key: string, value: unknown) =>
    void (await run(name, 'readwrite', (objects) => objects.put(value, key))),
  delete: async (key: string) => void (await run(name, 'readwrite', (objects) => objects.delete(key))),
})

/** Salts and keys of what is being lent. */
export const drafts: DraftStore = storeOf('drafts')

/** What was about to be sent when the page closed: structured values, so that bytes stay bytes. */
export const unsent = {
  ...storeOf('unsent'),
  /** Everything whose key begins so, with its key. */
  under: async (prefix: string): Promise<[key: string, value: unknown][]> => {
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`)
    const [keys, values] = await Promise.all([
      run('unsent', 'readonly', (objects) => objects.getAllKeys(range)),
      run<unknown[]>('unsent', 'readonly', (objects) => objects.getAll(range)),
    ])
    return keys.map((key, at) => [String(key), values[at]])
  },
}

const isSession = (value: unknown): value is Session =>
  typeof value === 'object' && value !== null && 'token' in value && 'expiresAt' in value

/** A session ends with the tab; signing in again costs nobody anything. */
export const tokens: TokenStore = {
  get: async (key) => {
    const value: unknown = JSON.parse(sessionStorage.getItem(`usufruct.session.${key}`) ?? 'null')
    return isSession(value) ? value : undefined
  },
  put: async (key, session) => sessionStorage.setItem(`usufruct.session.${key}`, JSON.stringify(session)),
  delete: async (key) => sessionStorage.removeItem(`usufruct.session.${key}`),
}
