/**
 * The stages that data walks through, in order. This list drives the home picture, the CLI's help, the docs
 * and the check that every delivered stage has its folder in the node.
 */
export const stages = [
  {
    id: 'contribute',
    title: 'Contribute',
    says: 'Members lend data. It is cleaned before it leaves the device.',
  },
  { id: 'clean', title: 'Clean', says: 'The DAO checks it: schema, duplicates, personal data.' },
  { id: 'review', title: 'Review', says: 'A panel scores it blind, by commit and reveal.' },
  { id: 'value', title: 'Value', says: 'What is new and accepted gets weight.' },
  { id: 'release', title: 'Release', says: 'An immutable version, for each offer what its consents cover.' },
  { id: 'license', title: 'License', says: 'A licensee buys the right to use it until a date.' },
  { id: 'access', title: 'Access', says: 'Key holders open it for whoever is entitled.' },
  { id: 'payout', title: 'Payout', says: 'The money waits for its members, who take it when they like.' },
] as const

export type StageId = (typeof stages)[number]['id']

export const stageIds = stages.map((stage) => stage.id) as readonly StageId[]
