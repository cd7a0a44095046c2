// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Leaf, Part, SumNode } from "../../src/types/SumTree.sol";

/// @notice Builds sum trees the slow way, to check the contracts' proofs against.
library Trees {
    function leafNodes(Leaf[] memory leaves) internal pure returns (SumNode[] memory nodes) {
        nodes = new SumNode[](leaves.length);
        for (uint256 i; i < leaves.length; ++i) {
            Leaf memory leaf = leaves[i];
            nodes[i] = SumNode(
                keccak256(abi.encodePacked(bytes1(0x00), leaf.consentId, leaf.weight, leaf.subRoot)),
                leaf.weight
            );
        }
    }

    function partNodes(Part[] memory parts) internal pure returns (SumNode[] memory nodes) {
        nodes = new SumNode[](parts.length);
        for (uint256 i; i < parts.length; ++i) {
            nodes[i] = SumNode(
                keccak256(abi.encodePacked(bytes1(0x02), parts[i].contributionId, parts[i].weight)),
                parts[i].weight
            );
        }
    }

    function rootOf(SumNode[] memory nodes, bytes1 domain) internal pure returns (SumNode memory) {
        nodes = pad(nodes);
        while (nodes.length > 1) nodes = above(nodes, domain);
        return nodes[0];
    }

    function proofOf(SumNode[] memory nodes, bytes1 domain, uint256 index)
        internal
        pure
        returns (SumNode[] memory proof)
    {
        nodes = pad(nodes);
        uint256 depth;
        while (1 << depth < nodes.length) ++depth;
        proof = new SumNode[](depth);
        for (uint256 i; i < depth; ++i) {
            proof[i] = nodes[(index >> i) ^ 1];
            nodes = above(nodes, domain);
        }
    }

    function pad(SumNode[] memory nodes) private pure returns (SumNode[] memory padded) {
        uint256 width = 1;
        while (width < nodes.length) width <<= 1;
        padded = new SumNode[](width);
        for (uint256 i; i < nodes.length; ++i) {
            padded[i] = nodes[i];
        }
    }

    function above(SumNode[] memory nodes, bytes1 domain) private pure returns (SumNode[] memory next) {
        next = new SumNode[](nodes.length / 2);
        for (uint256 i; i < next.length; ++i) {
            SumNode memory left = nodes[2 * i];
            SumNode memory right = nodes[2 * i + 1];
            next[i] = SumNode(
                keccak256(abi.encodePacked(domain, left.hash, left.sum, right.hash, right.sum)),
                left.sum + right.sum
            );
        }
    }
}
