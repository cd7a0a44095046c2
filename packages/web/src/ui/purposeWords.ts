import { type Purpose, purposes } from '@usufruct/sdk/domain/purposes'

const labels = new Map<string, string>(purposes.map(({ code, label }) => [code, label]))

export const purposeLabel = (code: string) => labels.get(code) ?? code

/** What people are asked, in groups that say who would be doing it. Purposes that are prohibited by default are in
 * none of them: no form offers those. */
export const purposeGroups: readonly { title: string; says: string; purposes: readonly Purpose[] }[] = [
  {
    title: 'Research',
    says: 'Universities, institutes and companies that try to find something out.',
    purposes: ['research.academic', 'research.noncommercial', 'research.commercial'],
  },
  {
    title: 'Building AI',
    says: 'Someone trains a program on it. What a program has learned cannot be taken out again.',
    purposes: ['ai.finetune', 'ai.nongen', 'ai.pretrain', 'ai.genai', 'ai.align', 'ai.distil', 'ai.synth'],
  },
  {
    title: 'Testing AI and looking things up',
    says: 'A program reads it, and does not learn from it.',
    purposes: ['ai.eval', 'ai.rag', 'ai.index'],
  },
  {
    title: 'Counting and describing',
    says: 'Statistics, text mining, adding labels.',
    purposes: ['analytics', 'tdm', 'label'],
  },
]
