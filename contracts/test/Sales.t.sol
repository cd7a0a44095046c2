// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { ILicenses } from "../src/interfaces/ILicenses.sol";
import { IOffers } from "../src/interfaces/IOffers.sol";
import { Leaf } from "../src/types/SumTree.sol";
import { AnchoredFixture } from "./base/AnchoredFixture.sol";

// buyFrom
//   closed or unknown offer → refused
//   another release than the current one, asserted only, or none at all → refused
//   price above the maximum; term of 0 or above the offer's longest; term beyond the release → refused
//   nobody in the pool → refused
//   else → contributors, reviewers and treasury get exactly what arrived; the license is `to`'s
// donate
//   closed offer, nobody in the pool → refused; else → all of it is the contributors'
contract SalesTest is AnchoredFixture {
    Leaf[] private leaves;

    function setUp() public override {
        super.setUp();
        leaves.push(leafOf(adaId, 4));
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 0);
    }

    // Buy

    function test_Buy_SplitsThePriceWholly() external {
        uint256 next = licenses.nextLicense(offer, buyer);
        uint40 time = uint40(block.timestamp);
        vm.expectEmit();
        emit ILicenses.LicenseBought(next, offer, buyer, 1, PURPOSES, time, time + 30 days, PRICE, 75e6, 10e6);
        vm.assertEq(buy(offer, 1), next, "the id it was to have");
        vm.assertEq(offers.reviewersPot(), 10e6, "reviewers");
        vm.assertEq(offers.credit(treasury), 15e6, "treasury");
        vm.assertEq(offers.claimable(offer, adaId), 75e6, "contributors");
        vm.assertEq(coin.balanceOf(dao.offers), PRICE, "and there it is");
    }

    function test_Buy_ForAnother() external {
        uint40 end = uint40(block.timestamp + 90 days);
        vm.prank(buyer);
        uint256 license = licenses.buyFrom(offer, 1, 3, 3 * PRICE, stranger);
        (address owner, uint64 offer_, uint32 release, uint32 purposes, uint40 expiry) =
            licenses.licenseOf(license);
        vm.assertEq(owner, stranger, "owner");
        vm.assertEq(offer_, offer, "offer");
        vm.assertEq(release, 1, "release");
        vm.assertEq(purposes, PURPOSES, "purposes");
        vm.assertEq(expiry, end, "expiry");
        vm.assertTrue(licenses.isUsable(license), "valid");
        vm.warp(end);
        vm.assertFalse(licenses.isUsable(license), "until the end");
    }

    function test_RevertWhen_BuyingForNobody() external {
        vm.expectRevert();
        vm.prank(buyer);
        licenses.buyFrom(offer, 1, 1, PRICE, address(0));
    }

    function test_RevertWhen_ABatchIsActivatedJustBeforeAPurchase() external {
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
    }

    function test_RevertWhen_NobodyIsThereToPay() external {
        withdraw(ada, adaInner);
        vm.assertEq(offers.poolOf(offer).weight, 0, "W = 0");
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersNobodyToPay.selector, offer));
        this.purchase(offer, 1, 1, PRICE);
    }

    function test_RevertWhen_BuyerHasNotEnough() external {
        coin.mint(stranger, PRICE - 1);
        vm.startPrank(stranger);
        coin.approve(dao.offers, PRICE);
        vm.expectRevert();
        licenses.buyFrom(offer, 1, 1, PRICE, stranger);
    }

    function testFuzz_Split_LosesNothing(uint96 price, uint16 reviewers, uint16 forTreasury, uint8 months)
        external
    {
        reviewers = uint16(bound(reviewers, 0, 2000));
        forTreasury = uint16(bound(forTreasury, 0, 2000));
        offers.setSplit(10_000 - reviewers - forTreasury, reviewers, forTreasury);
        months = uint8(bound(months, 1, 12));
        uint80 month = uint80(bound(price, 0, 1e13));
        uint256 paid = uint256(month) * months;
        vm.prank(operator);
        offers.setPrice(offer, month);
        this.purchase(offer, 1, months, uint128(paid));

        uint256 others = offers.reviewersPot() + offers.credit(treasury);
        uint256 members = offers.claimable(offer, adaId);
        vm.assertLe(members + others, paid, "never more than the price");
        vm.assertGe(members + others + 1, paid, "all of it, less than one unit of dust");
        vm.assertGe(members + 1, paid * 6 / 10, "the floor");
        vm.assertLe(offers.reviewersPot(), paid * reviewers / 10_000, "rounded down for reviewers");
        vm.assertLe(offers.credit(treasury), paid * forTreasury / 10_000, "and for the treasury");
    }

    // Donate

    function test_Donate_IsAllForTheContributors() external {
        fund(stranger);
        vm.expectEmit();
        emit IOffers.IncomeDonated(offer, stranger, 1000);
        vm.prank(stranger);
        vm.assertEq(offers.donate(offer, 1000), 1000, "what arrived");
        vm.assertEq(offers.claimable(offer, adaId), 1000, "nobody else's");
        vm.assertEq(offers.reviewersPot() + offers.credit(treasury), 0, "no share");
    }

    function test_RevertWhen_DonatingToAClosedOffer() external {
        vm.prank(operator);
        offers.closeOffer(offer);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersOfferClosed.selector, offer));
        vm.prank(buyer);
        offers.donate(offer, 1);
    }

    function test_RevertWhen_DonatingToNobody() external {
        uint64 empty = createOffer();
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersNobodyToPay.selector, empty));
        vm.prank(buyer);
        offers.donate(empty, 1);
    }

    function test_Donate_TakesWhatWasCarriedAlong() external {
        withdraw(ada, adaInner);
        Leaf[] memory second = one(leafOf(benId, 4));
        enroll(offer, 2, second);
        buy(offer, 2);
        withdraw(ben, benInner);
        buy(offer, 2);
        join(offer, 2, second, 0);
        vm.assertTrue(offers.offerOf(offer).hasCarry, "nobody is there");

        (bytes32 again,) = grant(ada, "again");
        Leaf[] memory third = one(leafOf(again, 1));
        enroll(offer, 3, third);
        vm.prank(buyer);
        offers.donate(offer, 7);
        join(offer, 3, third, 0);
        vm.assertFalse(offers.offerOf(offer).hasCarry, "spent");
        vm.assertEq(offers.claimable(offer, again), share() + 7, "carried and given");
        vm.assertEq(offers.claimable(offer, benId), share(), "until the freeze");
    }
}
