/** Any implementation of SHA-256 that takes its bytes in parts. */
export type Sha256 = { update(bytes: Uint8Array): unknown; digest(): Uint8Array }
