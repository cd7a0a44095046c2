import { z } from 'zod'
import { purposes } from '../domain/purposes.ts'

/** Values that several routes share, in the form they have over the wire. */
export const money = z
  .string()
  .regex(/^\d{1,39}$/)
  .describe('amount in the coin’s smallest unit')
export const unixTime = z.number().int().nonnegative().describe('Unix time in seconds')
export const count = z.number().int().nonnegative()
export const offerId = z
  .string()
  .regex(/^[1-9]\d{0,18}$/)
  // What a database keeps; the chain counts them from 1.
  .refine((value) => BigInt(value) < 2n ** 63n)
  .describe('offer id')
export const licenseId = z
  .string()
  .regex(/^[1-9]\d{0,77}$/)
  .describe('license token id')
export const purposeCode = z.enum(purposes.map((purpose) => purpose.code))
export const hex = z
  .string()
  .regex(/^0x([0-9a-fA-F]{2})*$/)
  .transform((value) => value as `0x${string}`)

export const errorBody = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  kind: z.string(),
  details: z.record(z.string(), z.unknown()),
})

export const column = z.object({
  name: z.string().min(1).max(256),
  type: z.enum(['string', 'integer', 'number', 'boolean', 'date', 'datetime']),
  nullable: z.boolean().default(true),
  unit: z.string().max(64).optional(),
  description: z.string().max(1000).optional(),
  values: z.array(z.string()).max(1000).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
})
export type Column = z.output<typeof column>
