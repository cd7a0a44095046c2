/** The rows of a plain SQL statement: both drivers answer with `rows`, but their common type does not say so. */
export const rowsOf = <Row>(result: unknown): Row[] => (result as { rows: Row[] }).rows
