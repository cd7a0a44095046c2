// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IOffers } from "../src/interfaces/IOffers.sol";
import { Position } from "../src/types/Offer.sol";
import { Leaf, Part, SumNode } from "../src/types/SumTree.sol";
import { DaoFixture } from "./base/DaoFixture.sol";
import { Trees } from "./base/Trees.sol";

contract PoolsTest is DaoFixture {
    uint256 private constant SHARE = uint256(PRICE) * 75 / 100;

    uint64 private offer;
    bytes32 private adaId;
    bytes32 private adaInner;
    bytes32 private benId;
    bytes32 private benInner;

    function setUp() public override {
        super.setUp();
        offer = createOffer();
        (adaId, adaInner) = grant(ada, "a");
        (benId, benInner) = grant(ben, "b");
    }

    function pair(uint64 a, uint64 b) private view returns (Leaf[] memory) {
        return two(leafOf(adaId, a), leafOf(benId, b));
    }

    function claimed(address account, bytes32 inner) private returns (uint256) {
        vm.prank(account);
        return offers.claim(offer, inner, account);
    }

    // Join

    function test_Join_SharesByWeight() external {
        Leaf[] memory leaves = pair(1, 2);
        enroll(offer, 1, leaves);
        vm.expectEmit();
        emit IOffers.PositionJoined(offer, adaId, 1, 1);
        join(offer, 1, leaves, 0);
        join(offer, 1, leaves, 1);
        buy(offer, 1);
        vm.assertEq(offers.claimable(offer, adaId), SHARE / 3, "a third");
        vm.assertEq(offers.claimable(offer, benId), SHARE * 2 / 3, "two thirds");
    }

    function test_Join_LateEarnsFromActivationOn() external {
        Leaf[] memory leaves = pair(1, 3);
        enroll(offer, 1, leaves);
        buy(offer, 1);
        join(offer, 1, leaves, 0);
        vm.assertEq(offers.claimable(offer, adaId), SHARE / 4, "what was sold before it joined");
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
        vm.assertEq(offers.claimable(offer, adaId), SHARE / 2 + SHARE * 3 / 4, "each sale by its weights");
        vm.assertEq(claimed(ada, adaInner), SHARE / 2 + SHARE * 3 / 4, "paid");
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
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersInvalidProof.selector, offer, 1, 256));
        offers.join(offer, 1, leaves[0], 256, proof);
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
        vm.prank(releaser);
        offers.assertRelease(offer, 1, uint40(START), FAR - 1, root, 10, "manifest");
        activate(offer, 1);
        SumNode[] memory proof = new SumNode[](1);
        proof[0] = right;
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersInvalidProof.selector, offer, 1, 0));
        offers.join(offer, 1, leafOf(adaId, 7), 0, proof);
    }

    function test_RevertWhen_ANodePassesForALeaf() external {
        Leaf[] memory leaves = pair(1, 2);
        enroll(offer, 1, leaves);
        SumNode[] memory nodes = Trees.leafNodes(leaves);
        Leaf memory forged = Leaf(nodes[0].hash, 3, nodes[1].hash);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersInvalidProof.selector, offer, 1, 0));
        offers.join(offer, 1, forged, 0, new SumNode[](0));
    }

    // Freeze

    function test_Freeze_KeepsWhatWasEarnedAndGainsNothingMore() external {
        Leaf[] memory leaves = pair(1, 1);
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 0);
        join(offer, 1, leaves, 1);
        buy(offer, 1);
        vm.expectEmit();
        emit IOffers.PositionFrozen(offer, adaId, 1, uint40(block.timestamp));
        withdraw(ada, adaInner);
        vm.assertEq(offers.poolOf(offer).weight, 1, "its weight is gone");
        buy(offer, 1);
        vm.assertEq(offers.claimable(offer, adaId), SHARE / 2, "exactly what had accrued");
        vm.assertEq(offers.claimable(offer, benId), SHARE / 2 + SHARE, "the rest goes to the others");
        vm.assertEq(claimed(ada, adaInner), SHARE / 2, "and can still be claimed");
    }

    function test_Freeze_BeforeJoining_ReturnsLaterIncomeToTheOthers() external {
        Leaf[] memory leaves = pair(1, 1);
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 1);
        buy(offer, 1);
        withdraw(ada, adaInner);
        vm.assertEq(offers.poolOf(offer).weight, 2, "the unjoined leaf still counts");
        buy(offer, 1);
        join(offer, 1, leaves, 0);
        vm.assertEq(offers.poolOf(offer).weight, 1, "until it joins");
        vm.assertEq(offers.claimable(offer, adaId), SHARE / 2, "up to the freeze");
        vm.assertEq(offers.claimable(offer, benId), SHARE / 2 + SHARE, "after it");
    }

    function test_Freeze_LeafOfALaterRelease_EarnsNothing() external {
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
        vm.assertEq(offers.claimable(offer, benId), SHARE, "all of it");
    }

    function test_Freeze_CarriesIncomeWhileNobodyIsThere() external {
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
        vm.assertEq(offers.claimable(offer, benId), 2 * SHARE, "the carried sale and the new one");
        vm.assertEq(offers.claimable(offer, adaId), 0, "frozen before the sale");
    }

    function test_Freeze_ClaimingDoesNotMoveItsTime() external {
        Leaf[] memory first = pair(1, 1);
        enroll(offer, 1, first);
        join(offer, 1, first, 0);
        Leaf[] memory second = one(leafOf(adaId, 2));
        enroll(offer, 2, second);
        buy(offer, 2);
        withdraw(ada, adaInner);
        buy(offer, 2);
        claimed(ada, adaInner);
        buy(offer, 2);
        join(offer, 2, second, 0);
        vm.assertEq(
            claimed(ada, adaInner), SHARE / 2, "the late leaf earned until the freeze, not until the claim"
        );
    }

    function test_Freeze_ByAnyoneOnceExpired() external {
        Leaf[] memory leaves = pair(1, 1);
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 0);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersNotFreezable.selector, offer, adaId));
        offers.freeze(offer, adaId);
        vm.warp(FAR);
        vm.prank(stranger);
        offers.freeze(offer, adaId);
        vm.assertTrue(offers.positionOf(offer, adaId).frozen, "frozen");
        offers.freeze(offer, adaId);
    }

    function test_Freeze_WhoCannotFollowALongerRelease() external {
        Leaf[] memory leaves = pair(1, 1);
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 0);
        vm.prank(releaser);
        offers.assertRelease(offer, 2, uint40(block.timestamp), FAR + 1, 0, 0, "manifest");
        activate(offer, 2);
        offers.freeze(offer, adaId);
        vm.assertTrue(offers.positionOf(offer, adaId).frozen, "its consent ends before the release");
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersNotFreezable.selector, offer, benId));
        offers.freeze(offer, benId);
    }

    function test_Freeze_AnIdThatWasNeverGranted() external {
        Leaf[] memory leaves = one(leafOf("nobody", 3));
        enroll(offer, 1, leaves);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersNotFreezable.selector, offer, bytes32("nobody")));
        offers.freeze(offer, "nobody");
        join(offer, 1, leaves, 0);
        offers.freeze(offer, "nobody");
        vm.assertEq(offers.poolOf(offer).weight, 0, "taken out");
    }

    function test_RevertWhen_FreezingAnIdBeforeItsGrant() external {
        bytes32 id = idOf(ada, innerOf(consentOf("planned")));
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersNotFreezable.selector, offer, id));
        offers.freeze(offer, id);
    }

    function test_Freeze_WithEightOffers() external {
        for (uint256 i = 1; i < 8; ++i) {
            createOffer();
        }
        withdraw(ada, adaInner);
        for (uint64 i = 1; i <= 8; ++i) {
            vm.assertTrue(offers.positionOf(i, adaId).frozen, "frozen everywhere");
        }
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
        vm.assertEq(claimed(ada, inner), SHARE / 2, "the new one does");
    }

    // Cut

    function test_Cut_TakesOneContributionOut() external {
        bytes32 kept = accept(ada, "kept");
        bytes32 gone = accept(ada, "gone");
        Part[] memory parts = new Part[](2);
        (parts[0], parts[1]) = (Part(kept, 1), Part(gone, 2));
        Leaf[] memory leaves = two(leafOf(adaId, parts), leafOf(benId, 3));
        enroll(offer, 1, leaves);
        buy(offer, 1);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersNotCuttable.selector, offer, gone));
        offers.cut(offer, 1, proveLeaf(leaves, 0), provePart(parts, 1));
        vm.prank(ada);
        contributions.retract(gone);
        vm.expectEmit();
        emit IOffers.PositionCut(offer, adaId, gone, 2);
        offers.cut(offer, 1, proveLeaf(leaves, 0), provePart(parts, 1));
        vm.assertEq(offers.positionOf(offer, adaId).weight, 1, "what is left");
        vm.assertEq(offers.poolOf(offer).weight, 4, "of the pool");
        vm.assertEq(offers.claimable(offer, adaId), SHARE / 2, "earned before stays earned");
        buy(offer, 1);
        vm.assertEq(offers.claimable(offer, adaId), SHARE / 2 + SHARE / 4, "less from then on");
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersPartAlreadyCut.selector, offer, 1, 0, 1));
        offers.cut(offer, 1, proveLeaf(leaves, 0), provePart(parts, 1));
    }

    function test_Cut_OfAFrozenPositionChangesNothing() external {
        bytes32 gone = accept(ada, "gone");
        Part[] memory parts = partsOf(gone, 2);
        Leaf[] memory leaves = two(leafOf(adaId, parts), leafOf(benId, 3));
        enroll(offer, 1, leaves);
        vm.startPrank(ada);
        contributions.retract(gone);
        vm.stopPrank();
        withdraw(ada, adaInner);
        offers.cut(offer, 1, proveLeaf(leaves, 0), provePart(parts, 0));
        vm.assertEq(offers.poolOf(offer).weight, 3, "its leaf left with the position");
    }

    // One call deeper, so that an expected revert meets the right one.

    function joinExternal(uint32 release, Leaf[] memory leaves, uint256 index) external {
        join(offer, release, leaves, index);
    }

    function buyExternal(uint32 release) external {
        buy(offer, release);
    }
}
