import type { TermsField } from '../fields/rule.ts'
import type { LicenseTerms } from '../terms.ts'

/**
 * One step from wide to narrow in each field that is compared, written down by hand and not from the rule. `wide` is
 * where it starts from; `narrow` is what one step makes of it. Going back must be refused for that field.
 */
export type Step = { field: TermsField; wide: Change; narrow: Change }
export type Change = Readonly<Record<string, unknown>>

const step = (field: TermsField, wide: Change, narrow: Change): Step => ({ field, wide, narrow })

export const steps: readonly Step[] = [
  step('purposes.permit', { purposes: { permit: ['ai.eval', 'tdm'] } }, { purposes: { permit: ['tdm'] } }),
  step('purposes.prohibit', { purposes: { prohibit: [] } }, { purposes: { prohibit: ['bio.ident'] } }),
  step('purposes.useRestrictions', {}, { purposes: { useRestrictions: ['no weapons'] } }),
  step('commercial', { commercial: 'any' }, { commercial: 'non-commercial' }),
  step('exclusivity', { exclusivity: 'exclusive' }, { exclusivity: 'sole' }),
  step('sublicensing', { sublicensing: 'unlimited' }, { sublicensing: 'one-tier' }),
  step('redistribution', { redistribution: 'same-terms' }, { redistribution: 'derived-only' }),
  step('territory.allow', { territory: { allow: ['EEA'] } }, { territory: { allow: ['EU'] } }),
  step('territory.deny', { territory: { deny: [] } }, { territory: { deny: ['RU'] } }),
  step('territory.storage', { territory: { storage: ['EU', 'US'] } }, { territory: { storage: ['DE'] } }),
  step('term.start', { term: { start: null } }, { term: { start: '2027-01-01T00:00:00Z' } }),
  step('term.end', { term: { end: null } }, { term: { end: '2027-06-01T00:00:00Z' } }),
  step('term.renewal', { term: { renewal: 'auto' } }, { term: { renewal: 'by-agreement' } }),
  step('term.noticeDays', { term: { noticeDays: 30 } }, { term: { noticeDays: 29 } }),
  step(
    'model.derivativesAllowed',
    { model: { derivativesAllowed: true } },
    { model: { derivativesAllowed: false } },
  ),
  step('model.scope', { model: { scope: 'any' } }, { model: { scope: 'model-family' } }),
  step(
    'model.modelIds',
    { model: { scope: 'model-family', modelIds: ['acme/*'] } },
    { model: { modelIds: ['acme/one'] } },
  ),
  step('model.outputUse', { model: { outputUse: 'commercial' } }, { model: { outputUse: 'internal' } }),
  step(
    'model.distribution',
    { model: { distribution: 'weights-open' } },
    { model: { distribution: 'api-only' } },
  ),
  step(
    'model.syntheticData',
    { model: { syntheticData: 'permitted' } },
    { model: { syntheticData: 'internal' } },
  ),
  step(
    'model.distillation',
    { model: { distillation: 'permitted' } },
    { model: { distillation: 'prohibited' } },
  ),
  step(
    'model.memorisationControls',
    { model: { memorisationControls: false } },
    { model: { memorisationControls: true } },
  ),
  step(
    'model.survivesTermination',
    { model: { survivesTermination: true } },
    { model: { survivesTermination: false } },
  ),
  step(
    'revocation.revocable',
    { revocation: { revocable: 'no' } },
    { revocation: { revocable: 'for-cause' } },
  ),
  step('revocation.lockInDays', { revocation: { lockInDays: 30 } }, { revocation: { lockInDays: 0 } }),
  step(
    'revocation.effect',
    { revocation: { effect: ['delete-copies'] } },
    { revocation: { effect: ['notify-recipients', 'delete-copies'] } },
  ),
  step(
    'revocation.licenseeDeadlineDays',
    { revocation: { licenseeDeadlineDays: 30 } },
    { revocation: { licenseeDeadlineDays: 14 } },
  ),
  step(
    'revocation.trainedModels',
    { revocation: { trainedModels: 'unaffected' } },
    { revocation: { trainedModels: 'stop-distribution' } },
  ),
  step('revocation.evidence', { revocation: { evidence: [] } }, { revocation: { evidence: ['ack'] } }),
  step('attribution.required', { attribution: { required: false } }, { attribution: { required: true } }),
  step(
    'attribution.where',
    { attribution: { required: true, where: ['ui'] } },
    { attribution: { where: ['ui', 'model-card'] } },
  ),
  step('audit.rights', { audit: { rights: 'none' } }, { audit: { rights: 'records' } }),
  step(
    'audit.frequencyPerYear',
    { audit: { rights: 'records', frequencyPerYear: 1 } },
    { audit: { frequencyPerYear: 2 } },
  ),
  step('audit.noticeDays', { audit: { rights: 'records', noticeDays: 30 } }, { audit: { noticeDays: 5 } }),
  step('audit.keepLogsMonths', { audit: { keepLogsMonths: 0 } }, { audit: { keepLogsMonths: 36 } }),
  step(
    'security.noReidentification',
    { security: { noReidentification: false } },
    { security: { noReidentification: true } },
  ),
  step(
    'security.breachNoticeHours',
    { security: { breachNoticeHours: null } },
    { security: { breachNoticeHours: 72 } },
  ),
  step(
    'security.accessMode',
    { security: { accessMode: 'download' } },
    { security: { accessMode: 'query' } },
  ),
  step(
    'personalData.present',
    { personalData: { present: 'none' } },
    { personalData: { present: 'pseudonymous' } },
  ),
  step(
    'personalData.roles',
    { personalData: { roles: 'independent-controllers' } },
    { personalData: { roles: 'processor' } },
  ),
  step(
    'personalData.legalBasis',
    { personalData: { legalBasis: [] } },
    { personalData: { legalBasis: ['x'] } },
  ),
  step(
    'personalData.transferMechanism',
    { personalData: { transferMechanism: '' } },
    { personalData: { transferMechanism: 'SCC' } },
  ),
  step('kind', { kind: 'offer' }, { kind: 'agreement' }),
  step('target', { target: [] }, { target: [{ id: 'urn:d:birds' }] }),
  step('licensee.id', { licensee: undefined }, { licensee: { id: 'urn:x:licensee' } }),
  step(
    'price.amount',
    { price: undefined },
    { price: { model: 'subscription', amount: '5', currency: 'EUR', unit: 'month', settlement: [] } },
  ),
  step(
    'price.revSharePct',
    { price: { model: 'revenue-share', currency: 'EUR', revSharePct: 5, settlement: [] } },
    { price: { revSharePct: 7.5 } },
  ),
]

/** Terms with some parts set, deep by one level. */
export const withChange = (terms: LicenseTerms, change: Change): LicenseTerms => {
  const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
  const parts = Object.entries(change).map(([key, value]) => {
    const before = terms[key as keyof LicenseTerms]
    return [key, isObject(before) && isObject(value) ? Object.assign({}, before, value) : value]
  })
  return { ...terms, ...Object.fromEntries(parts) }
}
