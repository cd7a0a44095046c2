// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IOffers } from "../src/interfaces/IOffers.sol";
import { IReleases } from "../src/interfaces/IReleases.sol";
import { Leaf, Part } from "../src/types/SumTree.sol";
import { AnchoredFixture } from "./base/AnchoredFixture.sol";

// cut
//   release not active, leaf or part not in its tree, contribution not ended, cut before → refused
//   frozen position → nothing changes; else → settled, and its weight leaves position and pool
//   a leaf that has not joined joins first
contract CutsTest is AnchoredFixture {
    bytes32 private kept;
    bytes32 private gone;
    Part[] private parts;

    function setUp() public override {
        super.setUp();
        kept = accept(ada, "kept");
        gone = accept(ada, "gone");
        parts.push(Part(kept, 1));
        parts.push(Part(gone, 2));
    }

    function leaves() private view returns (Leaf[] memory) {
        return two(leafOf(adaId, parts), leafOf(benId, 3));
    }

    function cut(uint256 part) private {
        releases.cut(offer, 1, proveLeaf(leaves(), 0), provePart(parts, part));
    }

    function retract(bytes32 contributionId) private {
        vm.prank(ada);
        contributions.retract(contributionId);
    }

    function test_Cut_TakesOneContributionOut() external {
        enroll(offer, 1, leaves());
        buy(offer, 1);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesNotCuttable.selector, offer, gone));
        cut(1);
        retract(gone);
        vm.expectEmit();
        emit IOffers.PositionCut(offer, adaId, gone, 2);
        cut(1);
        vm.assertEq(offers.positionOf(offer, adaId).weight, 1, "what is left");
        vm.assertEq(offers.poolOf(offer).weight, 4, "of the pool");
        vm.assertEq(offers.claimable(offer, adaId), share() / 2, "earned before stays earned");
        buy(offer, 1);
        vm.assertEq(offers.claimable(offer, adaId), share() / 2 + share() / 4, "less from then on");
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesPartAlreadyCut.selector, offer, 1, 0, 1));
        cut(1);
    }

    function test_Cut_OfAFrozenPositionChangesNothing() external {
        enroll(offer, 1, leaves());
        retract(gone);
        withdraw(ada, adaInner);
        cut(1);
        vm.assertEq(offers.poolOf(offer).weight, 3, "its leaf left with the position");
    }

    function test_Cut_AllOfAPosition() external {
        enroll(offer, 1, leaves());
        join(offer, 1, leaves(), 0);
        retract(gone);
        retract(kept);
        cut(0);
        cut(1);
        vm.assertEq(offers.positionOf(offer, adaId).weight, 0, "nothing is left");
        vm.assertFalse(offers.positionOf(offer, adaId).frozen, "a later release can still enroll it");
        withdraw(ada, adaInner);
        vm.assertEq(offers.poolOf(offer).weight, 3, "once");
    }

    function test_RevertWhen_ThePartIsNotThereOrTheReleaseIsNotActive() external {
        retract(gone);
        assertTree(offer, 1, leaves());
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesNotActive.selector, offer, 1));
        cut(1);
        activate(offer, 1);
        Part[] memory more = partsOf(gone, 3);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesInvalidPartProof.selector, adaId, gone, 0));
        releases.cut(offer, 1, proveLeaf(leaves(), 0), provePart(more, 0));
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesInvalidProof.selector, offer, 1, 0));
        releases.cut(offer, 1, proveLeaf(two(leafOf(adaId, more), leafOf(benId, 3)), 0), provePart(more, 0));
    }

    function test_RevertWhen_SomebodyElseCuts() external {
        enroll(offer, 1, leaves());
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersOnlyReleases.selector, stranger));
        vm.prank(stranger);
        offers.cutPart(offer, 1, proveLeaf(leaves(), 0), gone, 2);
    }
}
