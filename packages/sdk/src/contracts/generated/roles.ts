// Written by scripts/generate.mjs from the contracts. Do not edit.
/** Ids in the AccessManager. */
export const roles = {
  ADMIN: 0n,
  OPERATOR: 1n,
  RELEASER: 2n,
  REVIEW: 3n,
  ARBITER: 4n,
} as const

export type RoleName = keyof typeof roles

/** Who may call what. Everything else that changes state is open to anyone. */
export const restrictedFunctions = [
  {"contract":"Membership","function":"setCharter(bytes32)","role":"ADMIN"},
  {"contract":"Contributions","function":"setStatus(bytes32[],uint8[])","role":"REVIEW"},
  {"contract":"Offers","function":"createOffer(bytes32,uint32,bytes32,uint96,uint16)","role":"OPERATOR"},
  {"contract":"Offers","function":"closeOffer(uint64)","role":"OPERATOR"},
  {"contract":"Offers","function":"setPrice(uint64,uint96)","role":"OPERATOR"},
  {"contract":"Offers","function":"payReviewers(address[],uint128[])","role":"OPERATOR"},
  {"contract":"Offers","function":"setSplit(uint16,uint16,uint16)","role":"ADMIN"},
  {"contract":"Offers","function":"assertRelease(uint64,uint32,uint40,uint40,bytes32,uint64,bytes32)","role":"RELEASER"},
  {"contract":"Offers","function":"cancelRelease(uint64,uint32)","role":"ARBITER"},
] as const
