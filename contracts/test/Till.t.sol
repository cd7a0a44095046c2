// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { ILicenses } from "../src/interfaces/ILicenses.sol";
import { IOffers } from "../src/interfaces/IOffers.sol";
import { Founding } from "../src/types/Founding.sol";
import { Leaf } from "../src/types/SumTree.sol";
import { AnchoredFixture } from "./base/AnchoredFixture.sol";

// setSplit: sums to another whole, contributors under their floor → refused; else → later sales only
// payReviewers: more than the pot, lengths that differ → refused; else → credited
// collect: nothing → refused; else → paid to any address, once
// refund
//   more than what the treasury does not have yet → refused
//   else → the license is over, its owner has a credit, contributors keep theirs
//   a license that is over or unknown → refused
contract TillTest is AnchoredFixture {
    function setUp() public virtual override {
        super.setUp();
        Leaf[] memory leaves = one(leafOf(adaId, 4));
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 0);
    }

    function collected(address account) internal returns (uint256) {
        uint256 before = coin.balanceOf(account);
        vm.prank(account);
        offers.collect(account);
        return coin.balanceOf(account) - before;
    }

    function refund(uint256 license, uint128 amount) internal {
        vm.prank(arbiter);
        licenses.refund(license, amount);
    }
}

contract SplitTest is TillTest {
    function test_SetSplit_ForLaterSales() external {
        buy(offer, 1);
        vm.expectEmit();
        emit IOffers.SplitChanged(6000, 2000, 2000);
        offers.setSplit(6000, 2000, 2000);
        vm.assertEq(offers.claimable(offer, adaId), 75e6, "what was sold was sold");
        buy(offer, 1);
        vm.assertEq(offers.claimable(offer, adaId), 135e6, "at the floor from then on");
        (uint16 a, uint16 b, uint16 c) = offers.split();
        vm.assertEq(uint256(a) + b + c, 10_000, "whole");
        vm.assertEq(b, 2000, "reviewers");
    }

    function test_Split_IsTheFoundingsAtFirst() external view {
        (uint16 a, uint16 b, uint16 c) = offers.split();
        vm.assertEq(a, 7500, "contributors");
        vm.assertEq(b, 1000, "reviewers");
        vm.assertEq(c, 1500, "treasury");
    }

    function test_SetSplit_NothingForReviewersAndTreasury() external {
        offers.setSplit(10_000, 0, 0);
        buy(offer, 1);
        vm.assertEq(offers.claimable(offer, adaId), PRICE, "and not the founding's again");
    }

    function test_RevertWhen_SplitIsUnderTheFloor() external {
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersContributorsBelowFloor.selector, 5999, 6000));
        offers.setSplit(5999, 2001, 2000);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersInvalidSplit.selector, 10_001));
        offers.setSplit(6001, 2000, 2000);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, operator));
        vm.prank(operator);
        offers.setSplit(6000, 2000, 2000);
    }

    function test_PayReviewers_WithinThePot() external {
        buy(offer, 1);
        address[] memory accounts = new address[](2);
        uint128[] memory amounts = new uint128[](2);
        (accounts[0], accounts[1]) = (ada, ben);
        (amounts[0], amounts[1]) = (4e6, 6e6);
        vm.expectEmit();
        emit IOffers.ReviewerCredited(ada, 4e6);
        vm.prank(operator);
        offers.payReviewers(accounts, amounts);
        vm.assertEq(offers.reviewersPot(), 0, "spent");
        vm.expectEmit();
        emit IOffers.CreditCollected(ada, stranger, 4e6);
        vm.prank(ada);
        offers.collect(stranger);
        vm.assertEq(coin.balanceOf(stranger), 4e6, "collected to another address");
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersPotTooSmall.selector, 10e6, 0));
        vm.prank(operator);
        offers.payReviewers(accounts, amounts);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersLengthMismatch.selector, 2, 0));
        vm.prank(operator);
        offers.payReviewers(accounts, new uint128[](0));
    }

    function test_RevertWhen_PayingReviewersFromTheTreasurysShare() external {
        buy(offer, 1);
        address[] memory accounts = new address[](1);
        uint128[] memory amounts = new uint128[](1);
        (accounts[0], amounts[0]) = (ada, 10e6 + 1);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersPotTooSmall.selector, 10e6 + 1, 10e6));
        vm.prank(operator);
        offers.payReviewers(accounts, amounts);
        vm.assertEq(offers.credit(ada), 0, "nothing was credited");
    }
}

contract RefundsTest is TillTest {
    function test_Collect_Treasury() external {
        buy(offer, 1);
        vm.assertEq(offers.credit(treasury), 15e6, "at once, without a holdback");
        vm.assertEq(collected(treasury), 15e6, "collected");
        vm.assertEq(offers.refundsPot(), 0, "gone");
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersNothingToCollect.selector, treasury));
        vm.prank(treasury);
        offers.collect(treasury);
    }

    function test_Refund_EndsTheLicenseAndCreditsItsOwner() external {
        vm.prank(buyer);
        uint256 license = licenses.buyFrom(offer, 1, 1, PRICE, stranger);
        vm.expectEmit();
        emit ILicenses.LicenseEnded(license, uint40(block.timestamp));
        vm.expectEmit();
        emit ILicenses.LicenseRefunded(license, stranger, 9e6);
        refund(license, 9e6);
        vm.assertFalse(licenses.isUsable(license), "over");
        vm.assertEq(collected(stranger), 9e6, "its owner's, not the payer's");
        vm.assertEq(offers.claimable(offer, adaId), 75e6, "contributors keep theirs");
        vm.assertEq(offers.reviewersPot(), 10e6, "and reviewers");
        vm.assertEq(collected(treasury), 6e6, "it came out of the treasury's share");
    }

    function test_RevertWhen_RefundReachesForContributorsMoney() external {
        uint256 license = buy(offer, 1);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersPotTooSmall.selector, 15e6 + 1, 15e6));
        vm.prank(arbiter);
        licenses.refund(license, 15e6 + 1);
        vm.assertTrue(licenses.isUsable(license), "and the license is not over");
        collected(treasury);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersPotTooSmall.selector, 1, 0));
        vm.prank(arbiter);
        licenses.refund(license, 1);
    }

    function test_RevertWhen_RefundingTwiceOrAfterTheEnd() external {
        uint256 license = buy(offer, 1);
        refund(license, 1);
        vm.expectRevert(abi.encodeWithSelector(ILicenses.LicensesOver.selector, license));
        vm.prank(arbiter);
        licenses.refund(license, 1);
        uint256 second = buy(offer, 1);
        vm.warp(block.timestamp + 30 days);
        vm.expectRevert(abi.encodeWithSelector(ILicenses.LicensesOver.selector, second));
        vm.prank(arbiter);
        licenses.refund(second, 1);
        vm.expectRevert(abi.encodeWithSelector(ILicenses.LicensesUnknown.selector, 5));
        vm.prank(arbiter);
        licenses.refund(5, 1);
    }

    function test_RevertWhen_RefundingWithoutTheRole() external {
        uint256 license = buy(offer, 1);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, operator));
        vm.prank(operator);
        licenses.refund(license, 1);
    }
}

// With a holdback
//   the treasury's first collection begins the period: what came in is held and pays nothing yet
//   once the period is over → what was held is paid, what came in since is held from then on
//   refunds come from both, the newest first
contract HoldbackTest is TillTest {
    uint32 private constant PERIOD = 14 days;

    function founding() internal view override returns (Founding memory held) {
        held = super.founding();
        held.holdbackPeriod = PERIOD;
    }

    function begin() private {
        vm.prank(treasury);
        vm.assertEq(offers.collect(treasury), 0, "nothing yet");
    }

    function test_Holdback_TreasuryHasItsShareOnlyAfterThePeriod() external {
        vm.assertEq(offers.holdbackPeriod(), PERIOD, "founded with it");
        buy(offer, 1);
        vm.assertEq(offers.credit(treasury), 0, "not yet");
        begin();
        vm.assertEq(coin.balanceOf(treasury), 0, "not yet");
        vm.warp(block.timestamp + PERIOD - 1);
        buy(offer, 1);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersNothingToCollect.selector, treasury));
        vm.prank(treasury);
        offers.collect(treasury);
        vm.warp(block.timestamp + 1);
        vm.assertEq(offers.credit(treasury), 15e6, "the first sale's");
        vm.assertEq(collected(treasury), 15e6, "and no more");
        vm.assertEq(offers.refundsPot(), 15e6, "the second's is held from now on");
        vm.warp(block.timestamp + PERIOD);
        vm.assertEq(collected(treasury), 15e6, "for a period of its own");
    }

    function test_Holdback_RefundsComeFromWhatIsHeldAndFresh() external {
        uint256 first = buy(offer, 1);
        begin();
        buy(offer, 1);
        vm.assertEq(offers.refundsPot(), 30e6, "held and fresh");
        refund(first, 20e6);
        vm.assertEq(offers.refundsPot(), 10e6, "the newest first");
        vm.assertEq(collected(buyer), 20e6, "refunded");
        vm.warp(block.timestamp + PERIOD);
        vm.assertEq(collected(treasury), 10e6, "what is left of the held");
        vm.assertEq(offers.claimable(offer, adaId), 150e6, "contributors keep theirs");
        vm.assertEq(coin.balanceOf(dao.offers), 170e6, "and it is all there");
    }

    function test_RevertWhen_NothingIsHeldAndNothingCameIn() external {
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersNothingToCollect.selector, treasury));
        vm.prank(treasury);
        offers.collect(treasury);
    }

    function test_Holdback_OthersCollectAtOnce() external {
        buy(offer, 1);
        address[] memory accounts = new address[](1);
        uint128[] memory amounts = new uint128[](1);
        (accounts[0], amounts[0]) = (ada, 10e6);
        vm.prank(operator);
        offers.payReviewers(accounts, amounts);
        vm.assertEq(collected(ada), 10e6, "reviewers do not wait");
    }
}
