import { expect, test } from 'vitest'
import { notCleaned } from './listContributions.ts'

test('refused keys are no failure for whoever stopped, and whatever else went wrong is said', () => {
  const refused = 'KEYS_REFUSED: The key holders did not open contribution 0x12: CONSENT_WITHDRAWN.'
  expect(notCleaned(refused, true)).toBe('Not checked: the key holders do not open it any more')
  expect(notCleaned(refused, false)).toContain(refused)
  expect(notCleaned('CONTENT_MISMATCH: other bytes', true)).toContain('CONTENT_MISMATCH')
})
