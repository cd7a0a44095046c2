// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice One consent's weight in a release; `subRoot` is the root of a sum tree over its contributions.
struct Leaf {
    bytes32 consentId;
    uint64 weight;
    bytes32 subRoot;
}

/// @notice One contribution's weight below a leaf.
struct Part {
    bytes32 contributionId;
    uint64 weight;
}

/// @notice A sibling on the way to the root, with the sum of the weights below it.
struct SumNode {
    bytes32 hash;
    uint64 sum;
}

/// @notice A leaf with its place in a release's tree.
struct LeafProof {
    Leaf leaf;
    uint256 index;
    SumNode[] proof;
}

/// @notice A contribution with its place below a leaf.
struct PartProof {
    Part part;
    uint256 index;
    SumNode[] proof;
}
