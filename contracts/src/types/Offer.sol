// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice Terms and price for the contributions whose consents cover `purposes`.
struct Offer {
    // slot 0
    bytes32 dataset;
    // slot 1
    bytes32 terms;
    // slot 2
    uint96 pricePerMonth;
    uint16 maxMonths;
    uint32 purposes;
    uint40 lastActivatedAt;
    bool open;
    bool hasCarry;
}

enum ReleaseStatus {
    None,
    Asserted,
    Active
}

/// @notice A version of an offer's data and the weights it enrolls.
struct Release {
    // slot 0
    bytes32 root;
    // slot 1
    bytes32 manifest;
    // slot 2: the pool's accumulator at activation
    uint160 acc;
    uint64 total;
    // slot 3
    uint40 at;
    uint40 validUntil;
    uint40 challengeEnds;
    ReleaseStatus status;
    uint128 bond;
    // slot 4
    address asserter;
}

/// @notice An offer's pool: income per unit of weight (64 fractional bits), weight, current release.
struct Pool {
    // slot 0
    uint160 acc;
    uint64 weight;
    uint32 release;
}

/// @notice What one consent holds in one pool. What it is owed beyond `last` has a slot of its own.
struct Position {
    // slot 0
    uint160 last;
    uint64 weight;
    bool frozen;
    bool hasOwed;
}

/// @notice The shares of a sale that do not belong to contributors, and how a sale is split.
struct Till {
    // slot 0
    uint104 reviewers;
    uint104 treasury;
    uint16 reviewersBps;
    uint16 treasuryBps;
}

/// @notice A sale as Licenses asks for it.
struct Sale {
    uint64 offer;
    uint32 release;
    uint16 months;
    uint128 maxPrice;
    uint40 start;
    uint256 license;
    address payer;
}

/// @notice What a DAO fixes for good when its Offers contract is deployed, and the split it starts with.
struct OffersConfig {
    address authority;
    address coin;
    address consents;
    address contributions;
    address licenses;
    address treasury;
    // The contributors' share of any sale never falls below this.
    uint16 contributorsFloorBps;
    uint16 reviewersBps;
    uint16 treasuryBps;
    // Part of the income since the last release that an asserter puts at stake, on top of `minBond`.
    uint16 bondBps;
    uint128 minBond;
    uint32 minInterval;
    uint32 challengeWindow;
}
