// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice A version of an offer's data as it was asserted. The chain keeps its hash while it is pending; who acts on it
/// names it whole, as the event `ReleaseAsserted` did.
struct Assertion {
    uint64 offer;
    uint32 release;
    // The moment at which consents and statuses were read.
    uint40 at;
    // The last second that a license of this release may reach.
    uint40 validUntil;
    // Root and sum of the weights enrolled anew; zero when nobody is.
    bytes32 root;
    uint64 total;
    // SHA-256 of the manifest.
    bytes32 manifest;
    address asserter;
    uint40 challengeEnds;
    uint128 bond;
}

/// @notice What is pending for an offer, and what the next assertion must follow.
struct Pending {
    // slot 0: keccak256 of the assertion's ABI encoding, zero when nothing is pending
    bytes32 hash;
    // slot 1: the next assertion's moment is not before `lastAt`
    uint40 lastAt;
    uint40 lastActivatedAt;
    uint16 questions;
    // slot 2
    address disputer;
    uint40 disputedAt;
}

/// @notice A demand to be shown one leaf of a pending release.
struct Question {
    // slot 0
    address asker;
    uint40 answerBy;
}
