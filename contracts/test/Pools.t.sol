// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IOffers } from "../src/interfaces/IOffers.sol";
import { Position } from "../src/types/Offer.sol";
import { Leaf, Part, SumNode } from "../src/types/SumTree.sol";
import { AnchoredFixture } from "./base/AnchoredFixture.sol";
import { Trees } from "./base/Trees.sol";

// join
//   release not active, leaf not in its tree, index with high bits, sums above the total, a node in place of a leaf,
//     joined before → refused
//   live position → earns from the release's activation on, whenever it joins
//   frozen position → earns until the freeze; what it was credited since goes back to the others
contract PoolsTest is AnchoredFixture {
    function invalid(uint256 index) private {
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersInvalidProof.selector, offer, 1, index));
    }

    function test_Join_SharesByWeight() external {
        Leaf[] memory leaves = pair(1, 2);
        enroll(offer, 1, leaves);
        vm.expectEmit();
        emit IOffers.PositionJoined(offer, adaId, 1, 1);
        vm.assertFalse(offers.isJoined(offer, 1, 0, 1), "not yet");
        join(offer, 1, leaves, 0);
        vm.assertTrue(offers.isJoined(offer, 1, 0, 1), "joined");
        vm.assertFalse(offers.isJoined(offer, 1, 1, 1), "only itself");
        join(offer, 1, leaves, 1);
        buy(offer, 1);
        vm.assertEq(offers.claimable(offer, adaId), share() / 3, "a third");
        vm.assertEq(offers.claimable(offer, benId), share() * 2 / 3, "two thirds");
    }

    function test_Join_LateEarnsFromActivationOn() external {
        Leaf[] memory leaves = pair(1, 3);
        enroll(offer, 1, leaves);
        buy(offer, 1);
        join(offer, 1, leaves, 0);
        vm.assertEq(offers.claimable(offer, adaId), share() / 4, "what was sold before it joined");
    }

    function test_Join_DoesNotEarnFromBeforeItsRelease() external {
        Leaf[] memory first = one(leafOf(benId, 1));
        enroll(offer, 1, first);
        buy(offer, 1);
        Leaf[] memory second = one(leafOf(adaId, 1));
        enroll(offer, 2, second);
        join(offer, 2, second, 0);
        vm.assertEq(offers.claimable(offer, adaId), 0, "sold before it was enrolled");
    }

    function test_Join_SecondReleaseAddsToThePosition() external {
        Leaf[] memory first = pair(1, 1);
        enroll(offer, 1, first);
        join(offer, 1, first, 0);
        buy(offer, 1);
        Leaf[] memory second = one(leafOf(adaId, 2));
        enroll(offer, 2, second);
        buy(offer, 2);
        join(offer, 2, second, 0);
        Position memory position = offers.positionOf(offer, adaId);
        vm.assertEq(position.weight, 3, "weights add up");
        vm.assertTrue(position.hasOwed, "settled");
        vm.assertEq(offers.claimable(offer, adaId), share() / 2 + share() * 3 / 4, "each sale by its weights");
        vm.assertEq(claimed(ada, adaInner), share() / 2 + share() * 3 / 4, "paid");
    }

    function test_Join_ReleasesInAnyOrder() external {
        Leaf[] memory first = pair(1, 1);
        enroll(offer, 1, first);
        buy(offer, 1);
        Leaf[] memory second = one(leafOf(adaId, 2));
        enroll(offer, 2, second);
        buy(offer, 2);
        join(offer, 2, second, 0);
        buy(offer, 2);
        join(offer, 1, first, 0);
        vm.assertEq(
            offers.claimable(offer, adaId), share() / 2 + 2 * (share() * 3 / 4), "the newest joined first"
        );
    }

    function test_RevertWhen_LeafJoinsTwice() external {
        Leaf[] memory leaves = pair(1, 2);
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 0);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersLeafAlreadyJoined.selector, offer, 1, 0));
        this.joinExternal(1, leaves, 0);
    }

    function test_RevertWhen_IndexHasHighBits() external {
        Leaf[] memory leaves = pair(1, 2);
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 0);
        SumNode[] memory proof = Trees.proofOf(Trees.leafNodes(leaves), 0x01, 0);
        uint256[4] memory aliases = [uint256(2), 256, 1 << 64, 1 << 255];
        for (uint256 i; i < 4; ++i) {
            invalid(aliases[i]);
            offers.join(offer, 1, leaves[0], aliases[i], proof);
        }
    }

    function test_RevertWhen_JoiningAPendingRelease() external {
        Leaf[] memory leaves = pair(1, 2);
        assertTree(offer, 1, leaves);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersReleaseNotActive.selector, offer, 1));
        this.joinExternal(1, leaves, 0);
    }

    function test_RevertWhen_SumsExceedTheTotal() external {
        // A tree whose right half claims more than the root's total admits.
        SumNode memory left = Trees.leafNodes(one(leafOf(adaId, 7)))[0];
        SumNode memory right = Trees.leafNodes(one(leafOf(benId, 6)))[0];
        bytes32 root = keccak256(abi.encodePacked(bytes1(0x01), left.hash, left.sum, right.hash, right.sum));
        assertRoot(offer, 1, root, 10, FAR - 1);
        activate(offer, 1);
        SumNode[] memory proof = new SumNode[](1);
        proof[0] = right;
        invalid(0);
        offers.join(offer, 1, leafOf(adaId, 7), 0, proof);
    }

    function test_RevertWhen_SumsWrapAround() external {
        // The two weights come to 3 in 64 bits.
        SumNode memory left = Trees.leafNodes(one(leafOf(adaId, 5)))[0];
        SumNode memory right = SumNode("right", type(uint64).max - 1);
        bytes32 root = keccak256(abi.encodePacked(bytes1(0x01), left.hash, left.sum, right.hash, right.sum));
        assertRoot(offer, 1, root, 3, FAR - 1);
        activate(offer, 1);
        SumNode[] memory proof = new SumNode[](1);
        proof[0] = right;
        invalid(0);
        offers.join(offer, 1, leafOf(adaId, 5), 0, proof);
    }

    function test_RevertWhen_ANodePassesForALeaf() external {
        Leaf[] memory leaves = pair(1, 2);
        enroll(offer, 1, leaves);
        SumNode[] memory nodes = Trees.leafNodes(leaves);
        Leaf memory forged = Leaf(nodes[0].hash, 3, nodes[1].hash);
        invalid(0);
        offers.join(offer, 1, forged, 0, new SumNode[](0));
    }

    function test_RevertWhen_APartPassesForALeaf() external {
        Part[] memory parts = partsOf("part", 3);
        SumNode memory sub = Trees.partNodes(parts)[0];
        assertRoot(offer, 1, sub.hash, 3, FAR - 1);
        activate(offer, 1);
        invalid(0);
        offers.join(offer, 1, Leaf("part", 3, 0), 0, new SumNode[](0));
    }

    function test_RevertWhen_TheProofIsTooDeep() external {
        Leaf memory leaf = leafOf(adaId, 1);
        SumNode memory node = Trees.leafNodes(one(leaf))[0];
        SumNode[] memory proof = new SumNode[](33);
        for (uint256 i; i < 33; ++i) {
            node.hash = keccak256(abi.encodePacked(bytes1(0x01), node.hash, node.sum, bytes32(0), uint64(0)));
        }
        assertRoot(offer, 1, node.hash, 1, FAR - 1);
        activate(offer, 1);
        invalid(0);
        offers.join(offer, 1, leaf, 0, proof);
    }

    function test_Join_LeavesAtDifferentDepthsDoNotShareAMark() external {
        // ada lies beside a node under which ben lies first: both have the index 0 or 1 at their own depth.
        Leaf[] memory leaves = pair(1, 2);
        SumNode[] memory nodes = Trees.leafNodes(leaves);
        SumNode memory inner = SumNode(
            keccak256(abi.encodePacked(bytes1(0x01), nodes[1].hash, nodes[1].sum, bytes32(0), uint64(0))), 2
        );
        bytes32 root =
            keccak256(abi.encodePacked(bytes1(0x01), inner.hash, inner.sum, nodes[0].hash, nodes[0].sum));
        assertRoot(offer, 1, root, 3, FAR - 1);
        activate(offer, 1);
        SumNode[] memory adaProof = new SumNode[](1);
        adaProof[0] = inner;
        SumNode[] memory benProof = new SumNode[](2);
        benProof[1] = nodes[0];
        offers.join(offer, 1, leaves[1], 0, benProof);
        offers.join(offer, 1, leaves[0], 1, adaProof);
        vm.assertEq(offers.positionOf(offer, adaId).weight, 1, "both joined");
        vm.assertEq(offers.positionOf(offer, benId).weight, 2, "once");
    }

    function test_Join_AWholeRootIsALeaf() external {
        Leaf[] memory leaves = one(leafOf(adaId, 5));
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 0);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersLeafAlreadyJoined.selector, offer, 1, 0));
        this.joinExternal(1, leaves, 0);
    }

    function test_Join_LateAfterAWithdrawal_ReturnsLaterIncomeToTheOthers() external {
        Leaf[] memory leaves = pair(1, 1);
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 1);
        buy(offer, 1);
        withdraw(ada, adaInner);
        vm.assertEq(offers.poolOf(offer).weight, 2, "the unjoined leaf still counts");
        buy(offer, 1);
        join(offer, 1, leaves, 0);
        vm.assertEq(offers.poolOf(offer).weight, 1, "until it joins");
        vm.assertEq(offers.claimable(offer, adaId), share() / 2, "up to the freeze");
        vm.assertEq(offers.claimable(offer, benId), share() / 2 + share(), "after it");
    }

    function test_Join_LeafOfALaterRelease_AfterAWithdrawal_EarnsNothing() external {
        Leaf[] memory first = one(leafOf(benId, 1));
        enroll(offer, 1, first);
        Leaf[] memory second = one(leafOf(adaId, 1));
        assertTree(offer, 2, second);
        withdraw(ada, adaInner);
        activate(offer, 2);
        buy(offer, 2);
        join(offer, 2, second, 0);
        vm.assertEq(offers.claimable(offer, adaId), 0, "frozen before the batch");
        join(offer, 1, first, 0);
        vm.assertEq(offers.claimable(offer, benId), share(), "all of it");
    }

    function test_Join_CarriesIncomeWhileNobodyIsThere() external {
        Leaf[] memory leaves = one(leafOf(adaId, 4));
        enroll(offer, 1, leaves);
        withdraw(ada, adaInner);
        buy(offer, 1);
        join(offer, 1, leaves, 0);
        vm.assertEq(offers.poolOf(offer).weight, 0, "nobody");
        vm.assertTrue(offers.offerOf(offer).hasCarry, "carried");
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersNobodyToPay.selector, offer));
        this.buyExternal(1);

        Leaf[] memory second = one(leafOf(benId, 4));
        enroll(offer, 2, second);
        buy(offer, 2);
        join(offer, 2, second, 0);
        vm.assertFalse(offers.offerOf(offer).hasCarry, "spent");
        vm.assertEq(offers.claimable(offer, benId), 2 * share(), "the carried sale and the new one");
        vm.assertEq(offers.claimable(offer, adaId), 0, "frozen before the sale");
    }

    function test_ReGrant_EarnsAgainFromTheNextRelease() external {
        Leaf[] memory first = pair(1, 1);
        enroll(offer, 1, first);
        join(offer, 1, first, 0);
        join(offer, 1, first, 1);
        withdraw(ada, adaInner);
        (bytes32 again, bytes32 inner) = grant(ada, "again");
        buy(offer, 1);
        Leaf[] memory second = one(leafOf(again, 1));
        enroll(offer, 2, second);
        join(offer, 2, second, 0);
        buy(offer, 2);
        vm.assertEq(offers.claimable(offer, adaId), 0, "the old id gains nothing");
        vm.assertEq(claimed(ada, inner), share() / 2, "the new one does");
    }
}
