// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice What a member says yes to. The salt makes every grant a new id.
struct Consent {
    bytes32 dataset;
    bytes32 agreement;
    bytes32 terms;
    uint32 purposes;
    uint40 end;
    bytes32 salt;
}

/// @notice What the chain keeps of a consent. `withdrawnAt` or `pausedAt` alone, without `grantedAt`, is the
/// tombstone of an id that was never seen.
struct ConsentRecord {
    // slot 0
    uint32 purposes;
    uint40 grantedAt;
    uint40 end;
    uint40 withdrawnAt;
    uint40 pausedAt;
    // The low bits of the dataset id: enough to tell a DAO's datasets apart, and they fit in the same slot.
    uint64 datasetTag;
}
