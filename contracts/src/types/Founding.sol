// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice An account that gets a role.
struct Holder {
    uint64 role;
    address account;
}

/// @notice What a DAO is founded with. Amounts are units of the coin, times seconds, shares ten-thousandths. All of it
/// but the shares of reviewers and treasury is fixed for good.
struct Founding {
    // The one coin that everything is paid in.
    address coin;
    address treasury;
    // SHA-256 of the charter.
    bytes32 charter;
    // The contributors' share of any sale never falls below this.
    uint16 contributorsFloorBps;
    // How sales are split at first; contributors get the rest.
    uint16 reviewersBps;
    uint16 treasuryBps;
    // How long the treasury's share can be refunded from.
    uint32 holdbackPeriod;
    // What an assertion puts at stake: the least, and part of the income since the last release.
    uint96 minBond;
    uint16 bondBps;
    // What asking for a leaf puts at stake.
    uint96 questionStake;
    // The shortest time between two releases of an offer, and how long each can be challenged.
    uint32 minInterval;
    uint32 challengeWindow;
    // What of a member's deposit answers for a contribution, how many need none, and how long after a release.
    uint96 lockAmount;
    uint16 freeContributions;
    uint32 lockPeriod;
    // Code of its own: dear to found, and every act saves the way to the shared code.
    bool ownCode;
    // Who may give roles and change the split afterwards, and who has which role.
    address admin;
    Holder[] holders;
}

/// @notice Where a DAO's contracts are.
struct Dao {
    address members;
    address offers;
    address releases;
    address contributions;
    address authority;
}
