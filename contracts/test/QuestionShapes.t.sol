// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IReleases } from "../src/interfaces/IReleases.sol";
import { Leaf, LeafProof, SumNode } from "../src/types/SumTree.sol";
import { AnchoredFixture } from "./base/AnchoredFixture.sol";
import { Trees } from "./base/Trees.sol";

// However a tree is built, whoever has it can answer for every point below its total: just one leaf lies over it, and it
// never is one without weight.
contract QuestionShapesTest is AnchoredFixture {
    function setUp() public override {
        super.setUp();
        fund(stranger);
    }

    function answer(uint64 point, LeafProof memory proof) private {
        vm.prank(stranger);
        releases.askLeaf(pendingOf(1), point);
        releases.showLeaf(pendingOf(1), point, proof, nothing());
        vm.assertEq(releases.pendingOf(offer).questions, 0, "answered");
    }

    function leavesOf(uint64[] memory weights) private returns (Leaf[] memory leaves) {
        uint256 count = weights.length > 17 ? 17 : weights.length;
        leaves = new Leaf[](count);
        for (uint256 i; i < count; ++i) {
            (bytes32 id,) = grant(address(uint160(0xabcd00 + i)), "shape");
            // Leaves without weight, too.
            leaves[i] = Leaf(id, weights[i] % 3 == 0 ? 0 : weights[i] >> 8, bytes32(i));
        }
        if (leaves[count - 1].weight == 0) leaves[count - 1].weight = 1;
    }

    function over(SumNode[] memory nodes, uint64 point) private pure returns (uint256 index) {
        uint256 sum = nodes[0].sum;
        while (point >= sum) sum += nodes[++index].sum;
    }

    function testFuzz_ShowLeaf_BalancedTrees(uint64[] memory weights, uint64 at) external {
        vm.assume(weights.length != 0);
        Leaf[] memory leaves = leavesOf(weights);
        SumNode[] memory nodes = Trees.leafNodes(leaves);
        SumNode memory root = Trees.rootOf(nodes, 0x01);
        assertTree(offer, 1, leaves);
        uint64 point = at % root.sum;
        uint256 index = over(nodes, point);
        vm.assertTrue(leaves[index].weight != 0, "padding cannot be asked for");
        answer(point, proveLeaf(leaves, index));
    }

    /// @dev Two neighbours at random become one node, until one is left.
    function testFuzz_ShowLeaf_TreesOfAnyShape(uint64[] memory weights, uint64 at, uint256 shape) external {
        vm.assume(weights.length > 1);
        Leaf[] memory leaves = leavesOf(weights);
        SumNode[] memory nodes = Trees.leafNodes(leaves);
        uint256 total;
        for (uint256 i; i < nodes.length; ++i) {
            total += nodes[i].sum;
        }
        uint64 point = uint64(at % total);
        (SumNode memory root, LeafProof memory proof) = grow(leaves, nodes, over(nodes, point), shape);
        vm.assertEq(root.sum, total, "the sum");
        assertRoot(offer, 1, root.hash, root.sum, FAR - 1 days);
        answer(point, proof);
    }

    function grow(Leaf[] memory leaves, SumNode[] memory nodes, uint256 at, uint256 shape)
        private
        pure
        returns (SumNode memory, LeafProof memory grown)
    {
        grown.leaf = leaves[at];
        SumNode[] memory proof = new SumNode[](nodes.length - 1);
        uint256 depth;
        for (uint256 count = nodes.length; count > 1; --count) {
            shape = uint256(keccak256(abi.encode(shape)));
            uint256 left = shape % (count - 1);
            if (at == left || at == left + 1) {
                if (at != left) grown.index |= 1 << depth;
                proof[depth++] = nodes[at == left ? left + 1 : left];
            }
            if (at > left) --at;
            nodes[left] = above(nodes[left], nodes[left + 1]);
            for (uint256 i = left + 1; i + 1 < count; ++i) {
                nodes[i] = nodes[i + 1];
            }
        }
        grown.proof = new SumNode[](depth);
        for (uint256 i; i < depth; ++i) {
            grown.proof[i] = proof[i];
        }
        return (nodes[0], grown);
    }

    function above(SumNode memory left, SumNode memory right) private pure returns (SumNode memory) {
        bytes32 hash = keccak256(abi.encodePacked(bytes1(0x01), left.hash, left.sum, right.hash, right.sum));
        return SumNode(hash, left.sum + right.sum);
    }

    function test_RevertWhen_PaddingIsShown() external {
        Leaf[] memory leaves = new Leaf[](3);
        (leaves[0], leaves[1]) = (leafOf(adaId, 3), leafOf(benId, 2));
        leaves[2] = Leaf(adaId, 0, "none");
        assertTree(offer, 1, leaves);
        vm.prank(stranger);
        releases.askLeaf(pendingOf(1), 4);
        // It lies at the end of the weights and over none of them.
        LeafProof memory proof = proveLeaf(leaves, 2);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesInvalidPoint.selector, 4, 0));
        releases.showLeaf(pendingOf(1), 4, proof, nothing());
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesInvalidPoint.selector, 5, 5));
        vm.prank(stranger);
        releases.askLeaf(pendingOf(1), 5);
    }

    function test_RevertWhen_TheRightHalfPretendsToBeTheLeft() external {
        Leaf[] memory leaves = pair(3, 4);
        assertTree(offer, 1, leaves);
        vm.prank(stranger);
        releases.askLeaf(pendingOf(1), 0);
        LeafProof memory proof = proveLeaf(leaves, 1);
        proof.index = 0;
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesInvalidProof.selector, offer, 1, 0));
        releases.showLeaf(pendingOf(1), 0, proof, nothing());
        proof.index = 2;
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesInvalidProof.selector, offer, 1, 2));
        releases.showLeaf(pendingOf(1), 0, proof, nothing());
    }
}
