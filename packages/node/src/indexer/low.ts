/** The spelling that everything hexadecimal has in the database. */
export const low = <T extends string>(value: T): T => value.toLowerCase() as T
