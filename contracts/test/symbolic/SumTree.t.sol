// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { SumTree } from "../../src/libraries/SumTree.sol";
import { Leaf, SumNode } from "../../src/types/SumTree.sol";
import { Test } from "../base/Test.sol";

/// @notice What a sum tree promises, whoever made it: `check_` for a solver that knows of the hash only that it
/// does not collide, and the same sentences as fuzz tests.
contract SumTreeProofs is Test {
    function contains(
        bytes32 root,
        uint64 total,
        bytes32 hash,
        uint64 sum,
        uint256 index,
        SumNode[] calldata proof
    ) external pure returns (bool) {
        return SumTree.contains(root, total, hash, sum, index, proof, SumTree.NODE);
    }

    function containsLeaf(
        bytes32 root,
        uint64 total,
        Leaf calldata leaf,
        uint256 index,
        SumNode[] calldata proof
    ) external pure returns (bool) {
        return SumTree.contains(root, total, SumTree.hashLeaf(leaf), leaf.weight, index, proof, SumTree.NODE);
    }

    function path(SumNode memory a) private pure returns (SumNode[] memory proof) {
        proof = new SumNode[](1);
        proof[0] = a;
    }

    function path(SumNode memory a, SumNode memory b) private pure returns (SumNode[] memory proof) {
        proof = new SumNode[](2);
        (proof[0], proof[1]) = (a, b);
    }

    function path(SumNode memory a, SumNode memory b, SumNode memory c)
        private
        pure
        returns (SumNode[] memory proof)
    {
        proof = new SumNode[](3);
        (proof[0], proof[1], proof[2]) = (a, b, c);
    }

    // One proof

    function bounded(
        bytes32 root,
        uint64 total,
        SumNode memory leaf,
        uint256 index,
        SumNode memory a,
        SumNode memory b,
        SumNode memory c
    ) private view {
        if (!this.contains(root, total, leaf.hash, leaf.sum, index, path(a, b, c))) return;
        uint256 sum = leaf.sum;
        assert(sum + a.sum <= total);
        assert(sum + a.sum + b.sum <= total);
        assert(sum + a.sum + b.sum + c.sum == total);
        assert(index < 8);
    }

    function check_SumsAreBoundedAtEveryLevel(
        bytes32 root,
        uint64 total,
        SumNode memory leaf,
        uint256 index,
        SumNode memory a,
        SumNode memory b,
        SumNode memory c
    ) external view {
        bounded(root, total, leaf, index, a, b, c);
    }

    /// @dev What somebody would publish who lets sums wrap.
    function forge(SumNode memory node, uint256 index, SumNode memory sibling)
        private
        pure
        returns (SumNode memory)
    {
        (SumNode memory left, SumNode memory right) = index & 1 == 0 ? (node, sibling) : (sibling, node);
        bytes32 hash = keccak256(abi.encodePacked(bytes1(0x01), left.hash, left.sum, right.hash, right.sum));
        unchecked {
            return SumNode(hash, left.sum + right.sum);
        }
    }

    function testFuzz_SumsAreBoundedAtEveryLevel(
        SumNode memory leaf,
        uint256 index,
        SumNode memory a,
        SumNode memory b,
        SumNode memory c,
        bool honest
    ) external view {
        index &= 7;
        if (honest) (leaf.sum, a.sum, b.sum, c.sum) = (leaf.sum >> 2, a.sum >> 2, b.sum >> 2, c.sum >> 2);
        SumNode memory root = forge(forge(forge(leaf, index, a), index >> 1, b), index >> 2, c);
        bounded(root.hash, root.sum, leaf, index, a, b, c);
        if (honest) assert(this.contains(root.hash, root.sum, leaf.hash, leaf.sum, index, path(a, b, c)));
    }

    // Two proofs of one tree

    function sharing(
        bytes32 root,
        uint64 total,
        SumNode[2] memory leaves,
        uint256[2] memory indexes,
        SumNode[4] memory siblings
    ) private view {
        SumNode[] memory first = path(siblings[0], siblings[1]);
        SumNode[] memory second = path(siblings[2], siblings[3]);
        if (!this.contains(root, total, leaves[0].hash, leaves[0].sum, indexes[0], first)) return;
        if (!this.contains(root, total, leaves[1].hash, leaves[1].sum, indexes[1], second)) return;
        if (indexes[0] == indexes[1]) {
            assert(leaves[0].hash == leaves[1].hash && leaves[0].sum == leaves[1].sum);
        } else {
            assert(uint256(leaves[0].sum) + leaves[1].sum <= total);
        }
    }

    function check_TwoPlacesShareTheTotalAndOneHoldsOneLeaf(
        bytes32 root,
        uint64 total,
        SumNode[2] memory leaves,
        uint256[2] memory indexes,
        SumNode[4] memory siblings
    ) external view {
        sharing(root, total, leaves, indexes, siblings);
    }

    function testFuzz_TwoPlacesShareTheTotalAndOneHoldsOneLeaf(
        SumNode[4] memory leaves,
        uint256[2] memory indexes,
        bool honest
    ) external view {
        if (honest) {
            for (uint256 i; i < 4; ++i) {
                leaves[i].sum >>= 2;
            }
        }
        SumNode[2] memory halves = [forge(leaves[0], 0, leaves[1]), forge(leaves[2], 0, leaves[3])];
        SumNode memory root = forge(halves[0], 0, halves[1]);
        (indexes[0], indexes[1]) = (indexes[0] & 3, indexes[1] & 3);
        SumNode[4] memory siblings;
        for (uint256 i; i < 2; ++i) {
            siblings[2 * i] = leaves[indexes[i] ^ 1];
            siblings[2 * i + 1] = halves[(indexes[i] >> 1) ^ 1];
        }
        sharing(root.hash, root.sum, [leaves[indexes[0]], leaves[indexes[1]]], indexes, siblings);
    }

    // All four places of a tree

    function check_FourPlacesShareTheTotal(
        bytes32 root,
        uint64 total,
        SumNode[4] memory leaves,
        SumNode[8] memory siblings
    ) external view {
        uint256 sum;
        for (uint256 i; i < 4; ++i) {
            SumNode[] memory proof = path(siblings[2 * i], siblings[2 * i + 1]);
            if (!this.contains(root, total, leaves[i].hash, leaves[i].sum, i, proof)) return;
            sum += leaves[i].sum;
        }
        assert(sum == total);
    }

    // A node is no leaf

    function check_ANodeIsNoLeaf(
        bytes32 root,
        uint64 total,
        Leaf memory leaf,
        SumNode memory left,
        SumNode memory right,
        uint256 index
    ) external view {
        // Whoever knows the two halves of a tree can prove both…
        vm.assume(this.contains(root, total, left.hash, left.sum, 0, path(right)));
        // …and not the whole as one leaf.
        assert(!this.containsLeaf(root, total, leaf, index, new SumNode[](0)));
    }
}
