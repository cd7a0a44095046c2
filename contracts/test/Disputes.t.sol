// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { IOffers } from "../src/interfaces/IOffers.sol";
import { IReleases } from "../src/interfaces/IReleases.sol";
import { Leaf } from "../src/types/SumTree.sol";
import { AnchoredFixture } from "./base/AnchoredFixture.sol";

// dispute
//   nothing pending, after the window, when disputed already → refused
//   else → as much as the bond is at stake, the least bond where there was none; the release waits
// rule: only the arbiter, only on a dispute, only 1 or 2
//   1 → the stake is the asserter's, the release goes on; 2 → struck out, the stake goes back
// lapse
//   an open offer: undisputed, or disputed for less than 30 days → refused; else → everybody has their stake back
//   a closed offer: at once
contract DisputesTest is AnchoredFixture {
    Leaf[] private leaves;

    function setUp() public override {
        super.setUp();
        leaves.push(leafOf(adaId, 3));
        fund(stranger);
        assertTree(offer, 1, leaves);
    }

    function dispute(uint32 release) private {
        vm.prank(stranger);
        releases.dispute(pendingOf(release), "evidence");
    }

    function rule(uint32 release, uint256 ruling) private {
        vm.prank(arbiter);
        releases.rule(pendingOf(release), ruling);
    }

    function disputeId(uint32 release) private view returns (uint256) {
        return (uint256(offer) << 32) | release;
    }

    function test_Dispute_PutsAsMuchAtStakeAsTheAsserterDid() external {
        uint256 before = coin.balanceOf(stranger);
        vm.expectEmit();
        emit IReleases.Dispute(disputeId(1), stranger, "evidence", MIN_BOND);
        dispute(1);
        vm.assertEq(before - coin.balanceOf(stranger), MIN_BOND, "taken");
        vm.assertEq(releases.pendingOf(offer).disputer, stranger, "noted");
        vm.warp(START + WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesDisputed.selector, offer, 1));
        releases.activateRelease(pendingOf(1));
    }

    function test_Rule_ItStands() external {
        dispute(1);
        vm.expectEmit();
        emit IReleases.Ruling(arbiter, disputeId(1), 1);
        rule(1, 1);
        vm.assertEq(releases.credit(releaser), MIN_BOND, "the disputer's stake");
        activate(offer, 1);
        vm.assertEq(releases.credit(releaser), 2 * MIN_BOND, "and the bond");
        vm.assertEq(releases.credit(stranger), 0, "lost");
        vm.assertEq(offers.poolOf(offer).release, 1, "current");
    }

    function test_Rule_ItFalls() external {
        dispute(1);
        vm.expectEmit();
        emit IReleases.ReleaseChallenged(offer, 1, stranger, 0);
        rule(1, 2);
        vm.assertEq(releases.credit(stranger), MIN_BOND + MIN_BOND / 2, "the stake and half the bond");
        vm.assertEq(releases.forfeited(offer), MIN_BOND / 2, "the pool's");
        vm.assertEq(releases.credit(releaser), 0, "lost");
        vm.assertFalse(isPending(), "struck out");
        vm.warp(START + 1);
        enroll(offer, 1, leaves);
    }

    function test_Dispute_AgainAfterARulingAndStillInTime() external {
        dispute(1);
        rule(1, 1);
        dispute(1);
        rule(1, 2);
        vm.assertEq(releases.credit(releaser), MIN_BOND, "the first stake stays with the asserter");
    }

    function test_RevertWhen_TheRulingIsAnother() external {
        dispute(1);
        uint256[3] memory others = [uint256(0), 3, type(uint256).max];
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesInvalidRuling.selector, others[i]));
            vm.prank(arbiter);
            releases.rule(pendingOf(1), others[i]);
        }
    }

    function test_RevertWhen_RulingWithoutADispute() external {
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesNotDisputed.selector, offer, 1));
        vm.prank(arbiter);
        releases.rule(pendingOf(1), 2);
    }

    function test_RevertWhen_SomebodyElseRules() external {
        dispute(1);
        address[3] memory others = [stranger, releaser, operator];
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, others[i])
            );
            vm.prank(others[i]);
            releases.rule(pendingOf(1), 2);
        }
    }

    function test_RevertWhen_DisputingTwiceOrLateOrNothing() external {
        dispute(1);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesDisputed.selector, offer, 1));
        vm.prank(buyer);
        releases.dispute(pendingOf(1), "more");
        rule(1, 1);
        vm.warp(START + WINDOW);
        vm.expectRevert(
            abi.encodeWithSelector(IReleases.ReleasesWindowOver.selector, offer, 1, START + WINDOW)
        );
        vm.prank(stranger);
        releases.dispute(pendingOf(1), "late");
        activate(offer, 1);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesNotPending.selector, offer, 1));
        vm.prank(stranger);
        releases.dispute(pendingOf(1), "gone");
    }

    function test_Challenge_OfWhatIsDisputed_GivesTheDisputerTheStakeBack() external {
        withdrawnBefore();
        dispute(2);
        releases.challengeDeadConsent(pendingOf(2), proveLeaf(one(leafOf(benId, 3)), 0));
        vm.assertEq(releases.credit(stranger), MIN_BOND, "the stake");
        vm.assertEq(releases.credit(address(this)), MIN_BOND / 2, "the challenger found it");
    }

    function withdrawnBefore() private {
        activate(offer, 1);
        withdraw(ben, benInner);
        vm.warp(block.timestamp + 1);
        assertTree(offer, 2, one(leafOf(benId, 3)));
    }

    function test_Cancel_OfWhatIsDisputed_GivesBothTheirStakesBack() external {
        dispute(1);
        vm.prank(arbiter);
        releases.cancelRelease(pendingOf(1));
        vm.assertEq(releases.credit(stranger), MIN_BOND, "the disputer's");
        vm.assertEq(releases.credit(releaser), MIN_BOND, "the asserter's");
    }

    // Lapse

    function test_Lapse_AfterTheArbitersSilence() external {
        dispute(1);
        vm.warp(START + 30 days - 1);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesRulingDue.selector, START + 30 days));
        releases.lapse(pendingOf(1));
        vm.warp(START + 30 days);
        vm.prank(buyer);
        releases.lapse(pendingOf(1));
        vm.assertEq(releases.credit(stranger), MIN_BOND, "the disputer's");
        vm.assertEq(releases.credit(releaser), MIN_BOND, "the asserter's");
        vm.assertFalse(isPending(), "gone");
        vm.assertEq(releases.pendingOf(offer).disputedAt, 0, "for the next one");
        enroll(offer, 1, leaves);
    }

    function test_RevertWhen_LapsingWhatIsNotDisputed() external {
        vm.warp(START + 365 days);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesNotDisputed.selector, offer, 1));
        releases.lapse(pendingOf(1));
    }

    function test_Lapse_AtOnceWhenTheOfferIsClosed() external {
        dispute(1);
        vm.prank(operator);
        offers.closeOffer(offer);
        rule(1, 1);
        vm.warp(START + WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersOfferClosed.selector, offer));
        releases.activateRelease(pendingOf(1));
        releases.lapse(pendingOf(1));
        vm.assertEq(releases.credit(releaser), 2 * MIN_BOND, "bond, and the stake that it won");
        vm.assertFalse(isPending(), "gone");
    }

    function test_Lapse_ClosedOfferGivesBothTheirStakesBack() external {
        dispute(1);
        vm.prank(operator);
        offers.closeOffer(offer);
        releases.lapse(pendingOf(1));
        vm.assertEq(releases.credit(stranger), MIN_BOND, "the disputer's");
        vm.assertEq(releases.credit(releaser), MIN_BOND, "the asserter's");
    }

    // What only removes has no bond

    function test_Dispute_OfARemovalCostsTheLeastBond() external {
        activate(offer, 1);
        assertRoot(offer, 2, 0, 0, FAR - 1 days);
        vm.assertEq(pendingOf(2).bond, 0, "no bond");
        uint256 before = coin.balanceOf(stranger);
        dispute(2);
        vm.assertEq(before - coin.balanceOf(stranger), MIN_BOND, "nobody holds up a release for nothing");
        rule(2, 1);
        vm.assertEq(releases.credit(releaser), 2 * MIN_BOND, "the first bond, and the stake");
        vm.warp(block.timestamp + WINDOW);
        releases.activateRelease(pendingOf(2));
        vm.assertEq(releases.credit(releaser), 2 * MIN_BOND, "and nothing more");
    }

    function test_Dispute_OfARemoval_GivesTheStakeBackWhenItFalls() external {
        activate(offer, 1);
        assertRoot(offer, 2, 0, 0, FAR - 1 days);
        dispute(2);
        rule(2, 2);
        vm.assertEq(releases.credit(stranger), MIN_BOND, "the stake, and half of nothing");
        vm.assertEq(releases.forfeited(offer), 0, "nothing to forfeit");
        vm.assertEq(coin.balanceOf(dao.releases), 2 * MIN_BOND, "and it is there");
    }
}
