import { sayChild, sayList, sayParent } from '../say.ts'
import type { LicenseTerms } from '../terms.ts'
import type { SomeRules } from './rule.ts'
import { isHop } from './uses.ts'

const kinds = ['grant', 'offer', 'agreement'] as const
const kindWords = { grant: 'a member’s permission', offer: 'an offer', agreement: 'a license' } as const

type Target = LicenseTerms['target'][number]

const isTarget = (given: Target, asked: Target) =>
  given.id === asked.id &&
  (given.sha256 === undefined || given.sha256 === asked.sha256) &&
  (given.version === undefined || given.version === asked.version)

const beyondTarget = (parent: LicenseTerms, child: LicenseTerms) =>
  child.target.filter((asked) => !parent.target.some((given) => isTarget(given, asked)))

const sayTargets = (targets: readonly Target[]) =>
  sayList(targets.map(({ id, version, sha256 }) => [id, version, sha256].filter(Boolean).join(' ')))

type Price = NonNullable<LicenseTerms['price']>

/** Money is compared in 18 decimals, as terms write it. */
const unitsOf = (amount: string): bigint => {
  const [whole = '0', fraction = ''] = amount.split('.')
  return BigInt(whole + fraction.padEnd(18, '0'))
}

const isSamePrice = (floor: Price, asked: Price | undefined): boolean =>
  asked !== undefined &&
  asked.model === floor.model &&
  asked.currency === floor.currency &&
  asked.unit === floor.unit

const sayPrice = ({ amount, currency, unit, revSharePct }: Price) =>
  [
    amount === undefined ? '' : `${amount} ${currency}${unit ? ` for each ${unit}` : ''}`,
    revSharePct === undefined ? '' : `${revSharePct}% of revenue`,
  ]
    .filter(Boolean)
    .join(' and ')

const ownName = { free: 'It names the terms, and says nothing about use.' }
const ownText = { free: 'Each level has its own text, which must say what its terms say.' }
const ownParty = { free: 'A name or address for people; the id is what is compared.' }
const ownMoney = {
  free: 'How a price is asked for is free at each level; a minimum is compared by its amount.',
}

export const partyRules = {
  schema: { free: 'The same for all terms of this version.' },
  kind: {
    value: ({ kind }) => kind,
    allows: (parent, child) => kinds.indexOf(parent.kind) <= kinds.indexOf(child.kind),
    words: (parent, child) =>
      `${sayParent(parent)} is ${kindWords[parent.kind]}; ${kindWords[child.kind]} cannot follow from it.`,
  },
  id: ownName,
  version: ownName,
  parent: {
    free: 'It says which terms these follow from; whether they may is decided by comparing with each.',
  },
  replaces: { free: 'It says which earlier permission of the same member this one continues.' },
  'legalText.url': ownText,
  'legalText.sha256': ownText,
  'legalText.language': ownText,
  'licensor.id': {
    value: ({ licensor }) => licensor.id,
    // Nobody gives what they do not have: who licenses on is who was licensed.
    allows: (parent, child) =>
      isHop(parent, child)
        ? parent.licensee === undefined || parent.licensee.id === child.licensor.id
        : parent.licensor.id === child.licensor.id,
    words: (parent, child) =>
      isHop(parent, child)
        ? `${sayParent(parent)} was given to ${parent.licensee?.id}; ${sayChild(child)} would be given by ${child.licensor.id}.`
        : `${sayParent(parent)} was given by ${parent.licensor.id}; ${sayChild(child)} would be given by ${child.licensor.id}.`,
  },
  'licensor.name': ownParty,
  'licensor.contact': ownParty,
  'licensee.id': {
    value: ({ licensee }) => licensee?.id ?? null,
    allows: (parent, child) =>
      isHop(parent, child) || parent.licensee === undefined || parent.licensee.id === child.licensee?.id,
    words: (parent, child) =>
      `${sayParent(parent)} is for ${parent.licensee?.id}; ${sayChild(child)} would be for ${child.licensee?.id ?? 'everybody'}.`,
  },
  'licensee.name': ownParty,
  'licensee.contact': ownParty,
  target: {
    value: ({ target }) => target,
    allows: (parent, child) =>
      parent.target.length === 0 || (child.target.length > 0 && beyondTarget(parent, child).length === 0),
    words: (parent, child) => {
      const said = `${sayParent(parent)} is for ${sayTargets(parent.target)}`
      if (child.target.length === 0) return `${said}; ${sayChild(child)} does not say what it is for.`
      return `${said}; ${sayChild(child)} would be for ${sayTargets(beyondTarget(parent, child))}.`
    },
  },
  'price.model': {
    free: 'What is asked, and for what, is free at each level; a minimum is compared by its amount.',
  },
  'price.amount': {
    value: ({ price }) => price?.amount ?? null,
    // Free where no minimum is set. In another model, currency or unit nobody can say that it is not less.
    allows: ({ price: floor }, { price: asked }) =>
      floor?.amount === undefined ||
      (isSamePrice(floor, asked) &&
        asked?.amount !== undefined &&
        unitsOf(asked.amount) >= unitsOf(floor.amount)),
    words: (parent, child) => {
      const said = `${sayParent(parent)} asks for at least ${parent.price ? sayPrice(parent.price) : ''}`
      if (!child.price) return `${said}; ${sayChild(child)} names no price.`
      if (parent.price && !isSamePrice(parent.price, child.price))
        return `${said} (${parent.price.model}); ${sayChild(child)} asks ${sayPrice(child.price) || 'nothing'} (${child.price.model}), which cannot be compared.`
      return `${said}; ${sayChild(child)} asks ${sayPrice(child.price) || 'nothing'}.`
    },
  },
  'price.currency': ownMoney,
  'price.unit': ownMoney,
  'price.revSharePct': {
    value: ({ price }) => price?.revSharePct ?? null,
    allows: ({ price: floor }, { price: asked }) =>
      floor?.revSharePct === undefined || (asked?.revSharePct ?? 0) >= floor.revSharePct,
    words: (parent, child) =>
      `${sayParent(parent)} asks for at least ${parent.price?.revSharePct}% of revenue; ${sayChild(child)} asks for ${child.price?.revSharePct ?? 0}%.`,
  },
  'price.settlement': ownMoney,
  warranties: {
    free: 'A promise binds whoever makes it; more or fewer of them let nobody use more of the data.',
  },
  governingLaw: { free: 'Each contract is between its own parties and names its own law.' },
  forum: { free: 'Each contract is between its own parties and names its own court.' },
  charter: { free: 'It says under which charter the terms were made.' },
} satisfies SomeRules
