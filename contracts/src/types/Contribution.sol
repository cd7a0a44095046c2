// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice Where a contribution stands. The numbers are stored and emitted: append only.
enum Status {
    None,
    Registered,
    Accepted,
    Rejected,
    Returned,
    Retracted
}

/// @notice What the chain keeps of a contribution. It was accepted from `acceptedAt` until `endedAt` (0 = still).
struct ContributionRecord {
    // slot 0
    address account;
    Status status;
    uint40 acceptedAt;
    uint40 endedAt;
}
