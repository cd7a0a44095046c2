// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { IOffers } from "../src/interfaces/IOffers.sol";
import { Offer } from "../src/types/Offer.sol";
import { Leaf } from "../src/types/SumTree.sol";
import { AnchoredFixture } from "./base/AnchoredFixture.sol";

// createOffer: no purposes, no term, a price below the reserve, a ninth open one → refused; else → numbered from 1
// closeOffer: closed or unknown → refused; else → no sale, no release, no room taken; what its pool holds is claimable
// succeedOffer: closed or unknown → refused; else → the same dataset and purposes, everybody weighed anew
// setPrice: below the reserve → refused
// raiseReserve: down, or past the price → refused
// lowerReserve: by anyone who does not speak for the contributors → refused
contract CatalogueTest is AnchoredFixture {
    bytes private closed = abi.encodeWithSelector(IOffers.OffersOfferClosed.selector, 1);

    function unauthorized(address account) private {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, account));
        vm.prank(account);
    }

    function createExternal() external returns (uint64) {
        return createOffer();
    }

    // Create

    function test_CreateOffer() external {
        vm.expectEmit();
        emit IOffers.OfferCreated(2, DATASET, PURPOSES, TERMS, 9, 4, 12);
        vm.prank(operator);
        vm.assertEq(offers.createOffer(DATASET, PURPOSES, TERMS, 9, 4, 12), 2, "numbered from 1");
        Offer memory made = offers.offerOf(2);
        vm.assertEq(made.dataset, DATASET, "dataset");
        vm.assertEq(made.terms, TERMS, "terms");
        vm.assertEq(made.purposes, PURPOSES, "purposes");
        vm.assertEq(made.pricePerMonth, 9, "price");
        vm.assertEq(made.reservePrice, 4, "reserve");
        vm.assertEq(made.maxMonths, 12, "term");
        vm.assertTrue(made.open && !made.hasCarry && made.validUntil == 0, "open, and nothing to sell yet");
        vm.assertEq(offers.offersOf(DATASET).length, 2, "open offers");
    }

    function test_RevertWhen_ANinthOfferIsOpened() external {
        for (uint256 i = 1; i < 8; ++i) {
            createOffer();
        }
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersTooMany.selector, DATASET, 8));
        this.createExternal();
        vm.startPrank(operator);
        offers.createOffer(bytes32(uint256(7)), PURPOSES, TERMS, PRICE, 0, 12);
        offers.closeOffer(3);
        offers.createOffer(DATASET, PURPOSES, TERMS, PRICE, 0, 12);
        vm.assertEq(offers.offersOf(DATASET).length, 8, "where one was closed, one fits");
        offers.succeedOffer(5, TERMS, PRICE, 12);
        vm.assertEq(offers.offersOf(DATASET).length, 8, "and a successor always does");
    }

    function test_RevertWhen_OfferPermitsNothing() external {
        vm.startPrank(operator);
        bytes32 tooLong = bytes32(uint256(DATASET) | (1 << 64));
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersInvalidDataset.selector, tooLong));
        offers.createOffer(tooLong, PURPOSES, TERMS, PRICE, 0, 12);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersNoPurposes.selector));
        offers.createOffer(DATASET, 0, TERMS, PRICE, 0, 12);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersNoTerm.selector));
        offers.createOffer(DATASET, PURPOSES, TERMS, PRICE, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersBelowReserve.selector, PRICE, PRICE + 1));
        offers.createOffer(DATASET, PURPOSES, TERMS, PRICE, PRICE + 1, 12);
    }

    function test_RevertWhen_TheOperatorsActsAreAnothers() external {
        unauthorized(stranger);
        offers.createOffer(DATASET, PURPOSES, TERMS, PRICE, 0, 12);
        unauthorized(releaser);
        offers.closeOffer(offer);
        unauthorized(stranger);
        offers.succeedOffer(offer, TERMS, PRICE, 12);
        unauthorized(arbiter);
        offers.setPrice(offer, PRICE);
        unauthorized(stranger);
        offers.raiseReserve(offer, 0);
    }

    // Close

    function test_CloseOffer_KeepsWhatIsClaimable() external {
        Leaf[] memory leaves = pair(1, 1);
        enroll(offer, 1, leaves);
        buy(offer, 1);
        vm.expectEmit();
        emit IOffers.OfferClosed(offer);
        vm.prank(operator);
        offers.closeOffer(offer);
        join(offer, 1, leaves, 0);
        vm.assertEq(claimed(ada, adaInner), share() / 2, "joined and paid after the end");
        vm.assertEq(offers.offersOf(DATASET).length, 0, "none open");
        vm.expectRevert(closed);
        this.purchase(offer, 1, 1, PRICE);
    }

    function test_RevertWhen_OfferIsClosedOrUnknown() external {
        bytes memory unknown = abi.encodeWithSelector(IOffers.OffersUnknown.selector, 99);
        vm.startPrank(operator);
        offers.closeOffer(offer);
        vm.expectRevert(closed);
        offers.closeOffer(offer);
        vm.expectRevert(closed);
        offers.succeedOffer(offer, TERMS, PRICE, 12);
        vm.expectRevert(closed);
        offers.setPrice(offer, 1);
        vm.expectRevert(closed);
        offers.raiseReserve(offer, 1);
        vm.expectRevert(unknown);
        offers.setPrice(99, 1);
        vm.expectRevert(unknown);
        offers.closeOffer(99);
        vm.expectRevert(unknown);
        offers.succeedOffer(99, TERMS, PRICE, 12);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersUnknown.selector, 0));
        offers.closeOffer(0);
        vm.stopPrank();
        vm.expectRevert(closed);
        vm.prank(contributorsVoice);
        offers.lowerReserve(offer, 0);
    }

    function test_CloseOffer_LeavesTheOthersOpen() external {
        uint64 second = createOffer();
        uint64 third = createOffer();
        vm.prank(operator);
        offers.closeOffer(offer);
        uint64[] memory open = offers.offersOf(DATASET);
        vm.assertEq(open.length, 2, "two");
        vm.assertTrue(open[0] != open[1] && open[0] + open[1] == second + third, "the other two");
        withdraw(ada, adaInner);
        vm.assertTrue(offers.positionOf(second, adaId).frozen, "a withdrawal reaches them");
        vm.assertTrue(offers.positionOf(third, adaId).frozen, "both");
        vm.assertFalse(offers.positionOf(offer, adaId).frozen, "and not the closed one");
        offers.freeze(offer, adaId);
        vm.assertTrue(offers.positionOf(offer, adaId).frozen, "in which anyone can freeze it");
    }

    // Succeed

    function test_SucceedOffer_WeighsEverybodyAnew() external {
        Leaf[] memory old = pair(1, 1);
        enroll(offer, 1, old);
        join(offer, 1, old, 0);
        join(offer, 1, old, 1);
        buy(offer, 1);
        vm.expectEmit();
        emit IOffers.OfferSucceeded(offer, 2);
        vm.prank(operator);
        uint64 successor = offers.succeedOffer(offer, "new terms", 2 * PRICE, 6);
        Offer memory made = offers.offerOf(successor);
        vm.assertEq(made.dataset, DATASET, "the same dataset");
        vm.assertEq(made.purposes, PURPOSES, "the same purposes");
        vm.assertEq(made.terms, "new terms", "new terms");
        vm.assertEq(made.maxMonths, 6, "new term");

        // The same contributions, with other weights: they are nobody's twice, because the old pool has no more income.
        Leaf[] memory anew = pair(1, 3);
        enroll(successor, 1, anew);
        join(successor, 1, anew, 0);
        join(successor, 1, anew, 1);
        vm.prank(buyer);
        licenses.buyFrom(successor, 1, 1, 2 * PRICE, buyer);
        vm.assertEq(offers.claimable(successor, adaId), share() / 2, "a quarter of twice as much");
        vm.assertEq(offers.claimable(offer, adaId), share() / 2, "and what the old pool owes");
        vm.assertEq(claimed(ada, adaInner), share() / 2, "stays claimable");
    }

    function test_SucceedOffer_KeepsTheReserve() external {
        vm.startPrank(operator);
        offers.raiseReserve(offer, 7);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersBelowReserve.selector, 6, 7));
        offers.succeedOffer(offer, TERMS, 6, 12);
        uint64 successor = offers.succeedOffer(offer, TERMS, 7, 12);
        vm.assertEq(offers.offerOf(successor).reservePrice, 7, "only the contributors can lower it");
    }

    // Price and reserve

    function test_SetPrice_DownToTheReserve() external {
        vm.startPrank(operator);
        offers.raiseReserve(offer, PRICE / 2);
        vm.expectEmit();
        emit IOffers.OfferPriceChanged(offer, PRICE / 2);
        offers.setPrice(offer, PRICE / 2);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersBelowReserve.selector, PRICE / 2 - 1, PRICE / 2));
        offers.setPrice(offer, PRICE / 2 - 1);
    }

    function test_RaiseReserve_OnlyUpAndNotPastThePrice() external {
        vm.startPrank(operator);
        vm.expectEmit();
        emit IOffers.OfferReserveChanged(offer, PRICE);
        offers.raiseReserve(offer, PRICE);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersBelowReserve.selector, PRICE, PRICE + 1));
        offers.raiseReserve(offer, PRICE + 1);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersReserveFalls.selector, offer, PRICE - 1, PRICE));
        offers.raiseReserve(offer, PRICE - 1);
    }

    function test_LowerReserve_OnlyByTheContributors() external {
        vm.prank(operator);
        offers.raiseReserve(offer, PRICE);
        unauthorized(operator);
        offers.lowerReserve(offer, 1);
        unauthorized(address(this));
        offers.lowerReserve(offer, 1);
        vm.expectEmit();
        emit IOffers.OfferReserveChanged(offer, 1);
        vm.prank(contributorsVoice);
        offers.lowerReserve(offer, 1);
        vm.prank(operator);
        offers.setPrice(offer, 1);
    }
}
