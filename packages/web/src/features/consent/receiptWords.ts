import type { Receipt } from '@usufruct/sdk/http/routes/consent'

export const receiptWords: Record<Receipt['kind'], string> = {
  given: 'You gave a permission',
  renewed: 'You renewed a permission',
  changed: 'You changed a permission',
  paused: 'You paused a permission',
  withdrawn: 'You took a permission back',
  expired: 'A permission ended on its day',
}

/** A name under which it is found again: `receipt-palmer-penguins-given-2026-11-22`. */
export const receiptFileName = ({ dataset, kind, at }: Pick<Receipt, 'dataset' | 'kind' | 'at'>): string =>
  `receipt-${dataset}-${kind}-${new Date(at * 1000).toISOString().slice(0, 10)}`
