import { bigint, customType, text } from 'drizzle-orm/pg-core'
import type { Hex } from 'viem'

/** 0x-prefixed lower-case hex; one spelling, so equality is string equality. */
export const hex = (name: string) => text(name).$type<Hex>()
/** Unix time in seconds. */
export const time = (name: string) => bigint(name, { mode: 'number' })
export const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
/** Up to a uint128, in the coin's smallest unit, or a weight. */
export const amount = customType<{ data: bigint; driverData: string }>({
  dataType: () => 'numeric(39, 0)',
  fromDriver: (value) => BigInt(value),
  toDriver: (value) => value.toString(),
})
