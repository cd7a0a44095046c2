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

/// @notice A registration as its account signed it, in the short form of ERC-2098.
struct SignedContribution {
    address account;
    bytes32 dataset;
    bytes32 consent;
    bytes32 commitment;
    uint256 deadline;
    bytes32 r;
    bytes32 vs;
}

/// @notice What is the account's own of a processing grant: for the contribution with that commitment, until a time.
struct SignedProcessingGrant {
    address account;
    bytes32 commitment;
    uint40 until;
    bytes signature;
}

/// @notice What a member has at stake: free is `amount − locked`. Units of the coin.
struct Deposit {
    // slot 0
    uint96 amount;
    uint96 locked;
    uint32 contributions;
}

/// @notice The part of a deposit that answers for one contribution, since `at` (Unix seconds).
struct Lock {
    // slot 0
    uint96 amount;
    uint40 at;
}
