// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { ILicenses } from "../src/interfaces/ILicenses.sol";
import { IOffers } from "../src/interfaces/IOffers.sol";
import { Sale } from "../src/types/Offer.sol";
import { Leaf } from "../src/types/SumTree.sol";
import { DaoFixture } from "./base/DaoFixture.sol";

contract SalesTest is DaoFixture {
    bytes32 private constant PERMIT =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

    uint64 private offer;
    bytes32 private adaId;
    Leaf[] private leaves;

    function setUp() public override {
        super.setUp();
        offer = createOffer();
        (adaId,) = grant(ada, "a");
        leaves.push(leafOf(adaId, 3));
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 0);
    }

    function purchase(uint64 offer_, uint32 release, uint16 months, uint128 maxPrice) external {
        vm.prank(buyer);
        licenses.buy(offer_, release, months, maxPrice, buyer);
    }

    // Buy

    function test_Buy_SplitsThePriceWholly() external {
        vm.expectEmit();
        emit IOffers.IncomeCredited(offer, (uint256(offer) << 64) | 1, PRICE, 75e6, 10e6, 15e6);
        uint256 license = buy(offer, 1);
        vm.assertEq(license, (uint256(offer) << 64) | 1, "offer and serial");
        vm.assertEq(offers.reviewersPot(), 10e6, "reviewers");
        vm.assertEq(offers.credit(treasury), 15e6, "treasury");
        vm.assertEq(offers.claimable(offer, adaId), 75e6, "contributors");
    }

    function test_Buy_ForAnother() external {
        uint40 end = uint40(block.timestamp + 90 days);
        vm.expectEmit();
        emit ILicenses.LicenseBought(
            (uint256(offer) << 64) | 1, offer, stranger, 1, PURPOSES, uint40(block.timestamp), end, 3 * PRICE
        );
        vm.prank(buyer);
        uint256 license = licenses.buy(offer, 1, 3, 3 * PRICE, stranger);
        (address owner, uint64 offer_, uint32 release, uint32 purposes, uint40 expiry) =
            licenses.licenseOf(license);
        vm.assertEq(owner, stranger, "owner");
        vm.assertEq(offer_, offer, "offer");
        vm.assertEq(release, 1, "release");
        vm.assertEq(purposes, PURPOSES, "purposes");
        vm.assertEq(expiry, end, "expiry");
        vm.assertTrue(licenses.isValid(license), "valid");
        vm.warp(end);
        vm.assertFalse(licenses.isValid(license), "until the end");
    }

    function test_RevertWhen_ReleaseIsNotTheExpectedOne() external {
        assertTree(offer, 2, one(leafOf("other", 1)));
        activate(offer, 2);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersUnexpectedRelease.selector, offer, 1, 2));
        this.purchase(offer, 1, 1, PRICE);
    }

    function test_RevertWhen_ReleaseIsOnlyAsserted() external {
        assertTree(offer, 2, one(leafOf("other", 1)));
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersUnexpectedRelease.selector, offer, 2, 1));
        this.purchase(offer, 2, 1, PRICE);
    }

    function test_RevertWhen_ThereIsNoRelease() external {
        uint64 empty = createOffer();
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersUnexpectedRelease.selector, empty, 0, 0));
        this.purchase(empty, 0, 1, PRICE);
    }

    function test_RevertWhen_PriceRoseAboveTheMaximum() external {
        vm.prank(operator);
        offers.setPrice(offer, PRICE + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IOffers.OffersPriceAboveMaximum.selector, offer, PRICE + 1, PRICE)
        );
        this.purchase(offer, 1, 1, PRICE);
    }

    function test_RevertWhen_TermIsOutOfRange() external {
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersTermOutOfRange.selector, 13, 12));
        this.purchase(offer, 1, 13, 13 * PRICE);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersTermOutOfRange.selector, 0, 12));
        this.purchase(offer, 1, 0, PRICE);
    }

    function test_RevertWhen_TermReachesBeyondTheRelease() external {
        uint40 validUntil = FAR - 1 days;
        vm.warp(validUntil - 30 days + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IOffers.OffersTermBeyondRelease.selector, validUntil + 1, validUntil)
        );
        this.purchase(offer, 1, 1, PRICE);
        vm.warp(validUntil - 30 days);
        this.purchase(offer, 1, 1, PRICE);
    }

    function test_RevertWhen_OfferIsClosedOrUnknown() external {
        vm.prank(operator);
        offers.closeOffer(offer);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersOfferClosed.selector, offer));
        this.purchase(offer, 1, 1, PRICE);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersUnknown.selector, 9));
        this.purchase(9, 1, 1, PRICE);
        vm.assertEq(offers.claimable(offer, adaId), 0, "and the pool stays");
    }

    function test_RevertWhen_NobodyIsThereToPay() external {
        vm.warp(FAR - 40 days);
        bytes32[] memory inners = new bytes32[](1);
        inners[0] = innerOf(consentOf("a"));
        vm.prank(ada);
        consents.withdraw(DATASET, inners);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersNobodyToPay.selector, offer));
        this.purchase(offer, 1, 1, PRICE);
    }

    function test_RevertWhen_SellingPastLicenses() external {
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersOnlyLicenses.selector, address(this)));
        offers.sell(Sale(offer, 1, 1, PRICE, uint40(block.timestamp), 1, buyer));
    }

    // Permit

    function permit(uint256 key, uint256 value) private view returns (uint8 v, bytes32 r, bytes32 s) {
        address owner = vm.addr(key);
        bytes32 hash = keccak256(
            abi.encode(PERMIT, owner, address(offers), value, coin.nonces(owner), block.timestamp)
        );
        return vm.sign(key, keccak256(abi.encodePacked(hex"1901", coin.DOMAIN_SEPARATOR(), hash)));
    }

    function test_BuyWithPermit() external {
        coin.mint(ben, PRICE);
        (uint8 v, bytes32 r, bytes32 s) = permit(BEN_KEY, PRICE);
        vm.prank(ben);
        licenses.buyWithPermit(offer, 1, 1, PRICE, ben, block.timestamp, v, r, s);
        vm.assertEq(coin.balanceOf(ben), 0, "paid");
    }

    function test_BuyWithPermit_ThatSomebodyElseSpentFirst() external {
        coin.mint(ben, PRICE);
        (uint8 v, bytes32 r, bytes32 s) = permit(BEN_KEY, PRICE);
        coin.permit(ben, address(offers), PRICE, block.timestamp, v, r, s);
        vm.prank(ben);
        licenses.buyWithPermit(offer, 1, 1, PRICE, ben, block.timestamp, v, r, s);
        vm.assertEq(coin.balanceOf(ben), 0, "the allowance suffices");
    }

    function test_RevertWhen_PermitFailsAndNothingIsAllowed() external {
        coin.mint(ben, PRICE);
        (uint8 v, bytes32 r, bytes32 s) = permit(ADA_KEY, PRICE);
        vm.expectRevert();
        vm.prank(ben);
        licenses.buyWithPermit(offer, 1, 1, PRICE, ben, block.timestamp, v, r, s);
    }

    // Renew

    function test_Renew_FromItsEnd() external {
        uint256 license = buy(offer, 1);
        uint40 end = uint40(block.timestamp + 30 days);
        assertTree(offer, 2, one(leafOf("other", 3)));
        activate(offer, 2);
        vm.expectEmit();
        emit ILicenses.LicenseRenewed(license, 2, end + 60 days, 2 * PRICE);
        vm.prank(buyer);
        licenses.renew(license, 2, 2, 2 * PRICE);
        (,, uint32 release, uint32 purposes, uint40 expiry) = licenses.licenseOf(license);
        vm.assertEq(release, 2, "moved to the release");
        vm.assertEq(purposes, PURPOSES, "same purposes");
        vm.assertEq(expiry, end + 60 days, "prolonged");
    }

    function test_Renew_FromNowOnceExpired() external {
        uint256 license = buy(offer, 1);
        vm.warp(block.timestamp + 100 days);
        vm.prank(buyer);
        licenses.renew(license, 1, 1, PRICE);
        (,,,, uint40 expiry) = licenses.licenseOf(license);
        vm.assertEq(expiry, block.timestamp + 30 days, "no gap is paid for");
    }

    function test_RevertWhen_RenewedByAnother() external {
        uint256 license = buy(offer, 1);
        vm.expectRevert(abi.encodeWithSelector(ILicenses.LicensesNotOwner.selector, license, stranger));
        vm.prank(stranger);
        licenses.renew(license, 1, 1, PRICE);
    }

    function test_RevertWhen_LicenseIsTransferred() external {
        uint256 license = buy(offer, 1);
        vm.expectRevert(abi.encodeWithSelector(ILicenses.LicensesNotTransferable.selector, license));
        vm.prank(buyer);
        licenses.transferFrom(buyer, stranger, license);
    }

    function test_RevertWhen_LicenseIsUnknown() external {
        vm.expectRevert(abi.encodeWithSelector(ILicenses.LicensesUnknown.selector, 5));
        licenses.licenseOf(5);
        vm.assertFalse(licenses.isValid(5), "nor valid");
    }

    // Split, reviewers, treasury

    function test_SetSplit() external {
        offers.setSplit(6000, 2000, 2000);
        buy(offer, 1);
        vm.assertEq(offers.claimable(offer, adaId), 60e6, "at the floor");
        (uint16 a, uint16 b, uint16 c) = offers.split();
        vm.assertEq(uint256(a) + b + c, 10_000, "whole");
    }

    function test_RevertWhen_SplitIsUnderTheFloor() external {
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersContributorsBelowFloor.selector, 5999, 6000));
        offers.setSplit(5999, 2001, 2000);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersInvalidSplit.selector, 10_001));
        offers.setSplit(6001, 2000, 2000);
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

    function test_Collect_Treasury() external {
        buy(offer, 1);
        vm.expectEmit();
        emit IOffers.CreditCollected(treasury, treasury, 15e6);
        vm.prank(treasury);
        offers.collect(treasury);
        vm.assertEq(coin.balanceOf(treasury), 15e6, "collected");
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersNothingToCollect.selector, treasury));
        vm.prank(treasury);
        offers.collect(treasury);
    }

    function testFuzz_Split_LosesNothing(uint96 price, uint16 reviewers, uint16 forTreasury) external {
        reviewers = uint16(bound(reviewers, 0, 2000));
        forTreasury = uint16(bound(forTreasury, 0, 2000));
        offers.setSplit(10_000 - reviewers - forTreasury, reviewers, forTreasury);
        price = uint96(bound(price, 0, 1e14));
        vm.prank(operator);
        offers.setPrice(offer, price);
        this.purchase(offer, 1, 1, price);
        uint256 credited = offers.claimable(offer, adaId) + offers.reviewersPot() + offers.credit(treasury);
        // The bond was credited to the releaser.
        vm.assertLe(credited, price, "never more than the price");
        vm.assertGe(credited + 1, price, "less than one unit of dust");
        vm.assertGe(offers.claimable(offer, adaId) + 1, uint256(price) * 6 / 10, "the floor");
    }
}
