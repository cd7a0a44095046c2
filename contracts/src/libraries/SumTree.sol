// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Leaf, Part, SumNode } from "../types/SumTree.sol";

/// @title SumTree
/// @notice Merkle trees in which every node carries the sum of the weights below it, so that no set of leaves
/// can be proved whose weights exceed the total, whoever made the tree.
library SumTree {
    bytes1 internal constant LEAF = 0x00;
    bytes1 internal constant NODE = 0x01;
    bytes1 internal constant SUB_LEAF = 0x02;
    bytes1 internal constant SUB_NODE = 0x03;
    uint256 internal constant MAX_DEPTH = 32;

    function hashLeaf(Leaf calldata leaf) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(LEAF, leaf.consentId, leaf.weight, leaf.subRoot));
    }

    function hashPart(Part calldata part) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(SUB_LEAF, part.contributionId, part.weight));
    }

    /// @notice Whether `hash` with `sum` lies at `index` in the tree of `root` and `total`.
    function contains(
        bytes32 root,
        uint64 total,
        bytes32 hash,
        uint64 sum,
        uint256 index,
        SumNode[] calldata proof,
        bytes1 domain
    ) internal pure returns (bool) {
        uint256 depth = proof.length;
        // High bits of the index would name the same leaf twice.
        if (depth > MAX_DEPTH || index >> depth != 0 || sum > total) return false;
        for (uint256 i; i < depth; ++i) {
            SumNode calldata sibling = proof[i];
            // Bounded at every level, so that sums cannot wrap.
            uint256 next = uint256(sum) + sibling.sum;
            if (next > total) return false;
            hash = (index >> i) & 1 == 0
                ? keccak256(abi.encodePacked(domain, hash, sum, sibling.hash, sibling.sum))
                : keccak256(abi.encodePacked(domain, sibling.hash, sibling.sum, hash, sum));
            sum = uint64(next);
        }
        return hash == root && sum == total;
    }

    /// @notice The sum of the weights before a leaf. Means something only for a proof that `contains` takes.
    function sumBefore(uint256 index, SumNode[] calldata proof) internal pure returns (uint256 sum) {
        for (uint256 i; i < proof.length; ++i) {
            if ((index >> i) & 1 == 1) sum += proof[i].sum;
        }
    }

    /// @notice One number for each place in a tree, also in a tree whose leaves lie at different depths.
    function place(uint256 index, uint256 depth) internal pure returns (uint256) {
        return (uint256(1) << depth) | index;
    }
}
