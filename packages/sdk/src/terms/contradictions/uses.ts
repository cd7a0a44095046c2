import type { Purpose } from '../../domain/purposes.ts'
import { placesOf } from '../fields/placeAndTime.ts'
import { countries, isEmpty } from '../regions.ts'
import { sayPurposes } from '../say.ts'
import type { LicenseTerms } from '../terms.ts'
import { type Check, type Contradiction, found } from './find.ts'

/** What leaves a model behind. */
const training: readonly Purpose[] = ['ai.pretrain', 'ai.finetune', 'ai.align', 'ai.distil']

const unknownCountries = (regions: readonly string[]) =>
  regions.filter((region) => !['*', 'EU', 'EEA'].includes(region) && !countries.has(region))

const mistaken: Record<string, string> = { UK: 'GB', EL: 'GR' }

const sayUnknown = (list: readonly string[]) =>
  list.map((code) => `${code} is no country${mistaken[code] ? `; write ${mistaken[code]}` : ''}`).join('. ')

const inPurposes = ({ purposes, model, redistribution, security, commercial }: LicenseTerms): Check[] => {
  const permits = (purpose: Purpose) => purposes.permit.includes(purpose)
  const both = purposes.permit.filter((purpose) => purposes.prohibit.includes(purpose))
  const trains = training.filter(permits)
  return [
    [both.length > 0, 'purposes.prohibit', `It permits and forbids ${sayPurposes(both)}.`],
    [
      permits('ai.synth') && model.syntheticData === 'prohibited',
      'model.syntheticData',
      'It permits generating synthetic data (ai.synth), and prohibits synthetic data.',
    ],
    [
      permits('ai.distil') && model.distillation === 'prohibited',
      'model.distillation',
      'It permits training one model on another’s output (ai.distil), and prohibits distillation.',
    ],
    [
      permits('redistribute') && redistribution === 'none',
      'redistribution',
      'It permits passing on the raw data (redistribute), and allows no redistribution.',
    ],
    [
      permits('redistribute') && redistribution === 'derived-only',
      'redistribution',
      'It permits passing on the raw data (redistribute), and allows passing on only what was derived.',
    ],
    [
      trains.length > 0 && !model.derivativesAllowed,
      'model.derivativesAllowed',
      `It permits ${sayPurposes(trains)}, and allows no derivative; a trained model is one.`,
    ],
    [
      permits('bio.ident') && security.noReidentification,
      'security.noReidentification',
      'It permits identifying a person (bio.ident), and forbids finding out who is in the data.',
    ],
    [
      permits('research.commercial') && commercial !== 'any',
      'commercial',
      'It permits commercial research (research.commercial), and excludes commercial use.',
    ],
  ]
}

const inModels = ({ model, commercial, kind, purposes }: LicenseTerms): Check[] => [
  [
    !model.derivativesAllowed && model.distribution !== 'none',
    'model.distribution',
    'No derivative may be made, and yet trained models may be handed out.',
  ],
  [
    !model.derivativesAllowed && model.syntheticData !== 'prohibited',
    'model.syntheticData',
    'No derivative may be made, and yet synthetic data may.',
  ],
  [
    model.outputUse === 'commercial' && commercial !== 'any',
    'model.outputUse',
    'What a model puts out may be used commercially, though commercial use is excluded.',
  ],
  [
    model.outputUse === 'evaluation-only' && model.distribution !== 'none',
    'model.distribution',
    'Models may be handed out, though what they put out serves evaluation only.',
  ],
  [
    model.scope === 'any' && model.modelIds.length > 0,
    'model.scope',
    'It names models, and is for any model.',
  ],
  [
    kind === 'agreement' && model.scope !== 'any' && model.modelIds.length === 0,
    'model.modelIds',
    'It is for certain models, and names none.',
  ],
  [
    model.syntheticData !== 'prohibited' && purposes.prohibit.includes('ai.synth'),
    'model.syntheticData',
    'It forbids generating synthetic data (ai.synth), and allows synthetic data.',
  ],
  [
    model.distillation === 'permitted' && purposes.prohibit.includes('ai.distil'),
    'model.distillation',
    'It forbids training one model on another’s output (ai.distil), and allows distillation.',
  ],
]

const inPlaces = (terms: LicenseTerms): Check[] => {
  const { allow, deny, storage } = terms.territory
  const [unknown, unknownDenied, unknownStored] = [allow, deny, storage].map(unknownCountries) as [
    string[],
    string[],
    string[],
  ]
  return [
    [
      isEmpty(placesOf(terms)),
      'territory.allow',
      'Every place it allows is denied again, so it could be used nowhere.',
    ],
    [unknown.length > 0, 'territory.allow', `${sayUnknown(unknown)}.`],
    [unknownDenied.length > 0, 'territory.deny', `${sayUnknown(unknownDenied)}.`],
    [unknownStored.length > 0, 'territory.storage', `${sayUnknown(unknownStored)}.`],
    [
      storage.length === 0 && terms.security.accessMode === 'download',
      'territory.storage',
      'The data may be downloaded, and kept nowhere.',
    ],
  ]
}

const inPassingOn = (terms: LicenseTerms): Check[] => {
  const { kind, exclusivity, redistribution, security, purposes } = terms
  const stays = security.accessMode !== 'download'
  return [
    [
      kind === 'offer' && exclusivity !== 'none' && terms.licensee === undefined,
      'exclusivity',
      'An offer to everybody cannot be exclusive: the second licensee would break the first one’s license.',
    ],
    [
      stays && (redistribution === 'same-terms' || purposes.permit.includes('redistribute')),
      'security.accessMode',
      'The data may be passed on, though nobody gets a copy of it.',
    ],
    [
      exclusivity === 'exclusive' && redistribution === 'same-terms',
      'redistribution',
      'It is exclusive, and lets the data be passed on to others.',
    ],
  ]
}

export const findInUses = (terms: LicenseTerms): Contradiction[] =>
  found([...inPurposes(terms), ...inModels(terms), ...inPlaces(terms), ...inPassingOn(terms)])
