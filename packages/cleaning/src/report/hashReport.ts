import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { canonicalJson } from '@usufruct/sdk/domain/canonicalJson'
import type { Report, ReportBody } from '../types.ts'
import { canonicalFloats } from './canonicalFloats.ts'

export const hashReport = (body: ReportBody): Report => {
  const rounded = canonicalFloats(body)
  return {
    version: '1',
    hash: bytesToHex(sha256(new TextEncoder().encode(canonicalJson(rounded)))),
    body: rounded,
  }
}
