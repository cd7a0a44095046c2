// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IOffers } from "../src/interfaces/IOffers.sol";
import { IReleases } from "../src/interfaces/IReleases.sol";
import { Leaf } from "../src/types/SumTree.sol";
import { AnchoredFixture } from "./base/AnchoredFixture.sol";

// An assertion that is struck out loses its bond: half is its challenger's, half waits for the offer's pool.
// giveForfeit
//   nothing waits, nobody in the pool yet, offer closed → refused (it waits on)
//   else → income of the contributors, once
// Who challenges themselves loses half of the bond.
contract BondsTest is AnchoredFixture {
    function setUp() public override {
        super.setUp();
        fund(stranger);
    }

    /// @dev Asserts what cannot stand: ben had left before.
    function assertWrong(uint32 release) private returns (Leaf[] memory leaves) {
        if (consents.isLive(benId)) withdraw(ben, benInner);
        vm.warp(block.timestamp + 1);
        leaves = one(leafOf(benId, 4));
        assertTree(offer, release, leaves);
    }

    function strike(uint32 release, address by) private {
        Leaf[] memory leaves = assertWrong(release);
        vm.prank(by);
        releases.challengeDeadConsent(pendingOf(release), proveLeaf(leaves, 0));
    }

    function enrollAda() private {
        Leaf[] memory leaves = one(leafOf(adaId, 4));
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 0);
    }

    function test_Strike_HalfToTheChallengerAndHalfToThePool() external {
        enrollAda();
        strike(2, stranger);
        vm.assertEq(releases.credit(stranger), MIN_BOND / 2, "the challenger's");
        vm.assertEq(releases.forfeited(offer), MIN_BOND / 2, "the pool's");
        vm.expectEmit();
        emit IReleases.ForfeitGiven(offer, MIN_BOND / 2);
        vm.prank(buyer);
        releases.giveForfeit(offer);
        vm.assertEq(offers.claimable(offer, adaId), MIN_BOND / 2, "all of it the contributors'");
        vm.assertEq(releases.forfeited(offer), 0, "given");
        vm.assertEq(claimed(ada, adaInner), MIN_BOND / 2, "and paid");
    }

    function test_Strike_SelfChallengeLosesHalf() external {
        enrollAda();
        vm.startPrank(releaser);
        releases.collect(releaser);
        vm.stopPrank();
        uint256 before = coin.balanceOf(releaser);
        strike(2, releaser);
        vm.prank(releaser);
        releases.collect(releaser);
        vm.assertEq(before - coin.balanceOf(releaser), MIN_BOND / 2, "half is gone");
    }

    function test_Strike_SelfQuestionLosesHalf() external {
        enrollAda();
        vm.prank(releaser);
        releases.collect(releaser);
        uint256 before = coin.balanceOf(releaser);
        assertWrong(2);
        vm.prank(releaser);
        releases.askLeaf(pendingOf(2), 0);
        vm.warp(block.timestamp + WINDOW + 1);
        releases.strikeUnanswered(pendingOf(2), 0);
        vm.prank(releaser);
        releases.collect(releaser);
        vm.assertEq(before - coin.balanceOf(releaser), MIN_BOND / 2, "half is gone this way too");
    }

    function test_Strike_AnOddBondLosesNothing() external {
        enrollAda();
        vm.prank(operator);
        offers.setPrice(offer, 13);
        vm.prank(buyer);
        licenses.buyFrom(offer, 1, 1, 13, buyer);
        uint128 bond = releases.bondFor(offer);
        vm.assertEq(bond % 2, 1, "odd");
        strike(2, stranger);
        vm.assertEq(releases.credit(stranger) + releases.forfeited(offer), bond, "all of it");
    }

    function test_GiveForfeit_WaitsUntilSomebodyIsThere() external {
        strike(1, stranger);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersNobodyToPay.selector, offer));
        releases.giveForfeit(offer);
        vm.assertEq(releases.forfeited(offer), MIN_BOND / 2, "it waits");
        vm.warp(block.timestamp + 1);
        enrollAda();
        releases.giveForfeit(offer);
        vm.assertEq(offers.claimable(offer, adaId), MIN_BOND / 2, "given");
    }

    function test_GiveForfeit_AddsUp() external {
        enrollAda();
        strike(2, stranger);
        strike(2, stranger);
        releases.giveForfeit(offer);
        vm.assertEq(offers.claimable(offer, adaId), MIN_BOND, "both halves");
    }

    function test_RevertWhen_NothingIsForfeited() external {
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesNothingToCollect.selector, address(0)));
        releases.giveForfeit(offer);
        enrollAda();
        strike(2, stranger);
        releases.giveForfeit(offer);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesNothingToCollect.selector, address(0)));
        releases.giveForfeit(offer);
    }

    function test_RevertWhen_TheOfferIsClosed() external {
        enrollAda();
        strike(2, stranger);
        vm.prank(operator);
        offers.closeOffer(offer);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersOfferClosed.selector, offer));
        releases.giveForfeit(offer);
    }
}
