import { answerInvalid, type Question, textAnswer } from '../field.ts'

export const data: Question = {
  id: 'data',
  title: 'What data do you take?',
  says: 'This is what members are asked about before they lend. It can be narrowed later; widening it needs each member’s new yes.',
  fields: [
    {
      id: 'data.personalData',
      kind: 'choice',
      label: 'Is anyone in the data?',
      options: [
        {
          value: 'none',
          label: 'Nobody',
          consequences: [
            'Names, numbers, addresses and the like are found and taken out on the member’s device.',
            'Whoever says that somebody else is in their data is turned down.',
            'Licensees need no privacy contract.',
          ],
        },
        {
          value: 'pseudonymous',
          label: 'People, under a code',
          consequences: [
            'Rows may be about people whom only their member can name.',
            'This is personal data under the GDPR: you need a privacy contact, a register and answers within a month.',
            'Licensees must promise not to find out who is who.',
          ],
        },
        {
          value: 'yes',
          label: 'People who can be recognised',
          consequences: [
            'Everything above, and each person in the data has to know and agree.',
            'Many licensees will not take it; those who do sign a privacy contract.',
            'Talk to a data protection lawyer before the first row.',
          ],
        },
        {
          value: 'special-category',
          label: 'Health, faith, sexuality, biometrics and the like',
          consequences: [
            'Forbidden by GDPR Art. 9 unless each person agreed to exactly this use.',
            'An impact assessment (Art. 35) is due before you start.',
            'Without this answer the software refuses such data by default.',
          ],
        },
      ],
      default: () => 'none',
    },
    {
      id: 'data.specialAgreed',
      kind: 'choice',
      label: 'You want to take what the law protects most. Is the impact assessment done?',
      when: (answers) => textAnswer(answers, 'data.personalData') === 'special-category',
      options: [
        {
          value: 'no',
          label: 'No',
          consequences: ['The co-op is not founded with this answer. Go back and take less, or do it first.'],
        },
        {
          value: 'yes',
          label: 'Yes, and a lawyer has read it',
          consequences: ['The charter says that such data is taken. Founders sign for that.'],
        },
      ],
      default: () => 'no',
    },
    {
      id: 'data.minAge',
      kind: 'number',
      label: 'How old is a member at least?',
      says: 'Below 16 a parent has to agree in much of the EU; below 18 a contract can often be undone.',
      min: 13,
      max: 99,
      decimals: 0,
      unit: 'years',
      default: () => '18',
    },
  ],
  check: (answers) => {
    if (
      textAnswer(answers, 'data.personalData') === 'special-category' &&
      textAnswer(answers, 'data.specialAgreed') !== 'yes'
    )
      throw answerInvalid(
        'data.specialAgreed',
        'Health and other special categories are not taken without an impact assessment.',
        'Do the assessment first, or take less personal data.',
      )
  },
}
