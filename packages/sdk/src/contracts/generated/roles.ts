// Written by scripts/generate.mjs from the contracts. Do not edit.
/** Ids in the DAO's Authority. */
export const roles = {
  ADMIN: 0n,
  OPERATOR: 1n,
  RELEASER: 2n,
  REVIEW: 3n,
  ARBITER: 4n,
  CONTRIBUTORS: 5n,
} as const

export type RoleName = keyof typeof roles

/** Who may call what. Everything else that changes state is open to anyone. */
export const restrictedFunctions = [
  {"contract":"Members","function":"setCharter(bytes32)","role":"ADMIN"},
  {"contract":"Contributions","function":"setStatus(bytes32[],uint8[])","role":"REVIEW"},
  {"contract":"Contributions","function":"slash(bytes32,uint64,bytes32)","role":"ARBITER"},
  {"contract":"Offers","function":"createOffer(bytes32,uint32,bytes32,uint80,uint80,uint8)","role":"OPERATOR"},
  {"contract":"Offers","function":"succeedOffer(uint64,bytes32,uint80,uint8)","role":"OPERATOR"},
  {"contract":"Offers","function":"closeOffer(uint64)","role":"OPERATOR"},
  {"contract":"Offers","function":"setPrice(uint64,uint80)","role":"OPERATOR"},
  {"contract":"Offers","function":"raiseReserve(uint64,uint80)","role":"OPERATOR"},
  {"contract":"Offers","function":"payReviewers(address[],uint128[])","role":"OPERATOR"},
  {"contract":"Offers","function":"lowerReserve(uint64,uint80)","role":"CONTRIBUTORS"},
  {"contract":"Offers","function":"refund(uint256,uint128)","role":"ARBITER"},
  {"contract":"Offers","function":"revoke(uint256,bytes32)","role":"ARBITER"},
  {"contract":"Offers","function":"setSplit(uint16,uint16,uint16)","role":"ADMIN"},
  {"contract":"Releases","function":"assertRelease(uint64,uint32,uint40,uint40,bytes32,uint64,bytes32)","role":"RELEASER"},
  {"contract":"Releases","function":"cancelRelease((uint64,uint32,uint40,uint40,bytes32,uint64,bytes32,address,uint40,uint128))","role":"ARBITER"},
  {"contract":"Releases","function":"rule((uint64,uint32,uint40,uint40,bytes32,uint64,bytes32,address,uint40,uint128),uint256)","role":"ARBITER"},
] as const
