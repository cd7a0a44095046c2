// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IOffers } from "../../src/interfaces/IOffers.sol";
import { Offer } from "../../src/types/Offer.sol";
import { Leaf } from "../../src/types/SumTree.sol";
import { Trees } from "../base/Trees.sol";
import { Numbers } from "./Numbers.sol";

// createOffer, succeedOffer: no purposes, no term, a price below the reserve → refused; else → read back
// setPrice, raiseReserve, lowerReserve: what would leave the price below the reserve, a raise downwards → refused
// buyFrom: another release, a term out of range, more than the maximum → refused; else → all of it is shared out
// renew: a term out of range or beyond the release → refused; else → from the later of now and its end
// donate → just that much is the contributors'; payReviewers, refund: more than the pot → refused
// setSplit: another sum than the whole, less than the floor → refused
// join: any place but its own → refused; claimBySig: too late, another nonce than the next → refused
contract OffersNumbersTest is Numbers {
    Leaf[] private leaves;

    function setUp() public override {
        super.setUp();
        leaves.push(leafOf(adaId, 4));
        leaves.push(leafOf(benId, 4));
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 0);
        coin.mint(buyer, 1e30);
    }

    function belowReserve(uint256 price, uint256 reserve) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IOffers.OffersBelowReserve.selector, price, reserve);
    }

    function potTooSmall(uint256 asked, uint256 pot) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IOffers.OffersPotTooSmall.selector, asked, pot);
    }

    function termOutOfRange(uint256 months) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IOffers.OffersTermOutOfRange.selector, months, 12);
    }

    function setReserve(uint256 reserve) private returns (uint80) {
        vm.prank(operator);
        offers.raiseReserve(offer, uint80(bound(reserve, 0, PRICE)));
        return offers.offerOf(offer).reservePrice;
    }

    // Catalogue

    function testFuzz_CreateOffer(uint32 purposes, uint80 price, uint80 reserve, uint8 months) external {
        bytes memory why;
        if (purposes == 0) why = abi.encodeWithSelector(IOffers.OffersNoPurposes.selector);
        else if (months == 0) why = abi.encodeWithSelector(IOffers.OffersNoTerm.selector);
        else if (price < reserve) why = belowReserve(price, reserve);
        expect(why);
        vm.prank(operator);
        uint64 made = offers.createOffer(DATASET, purposes, TERMS, price, reserve, months);
        if (why.length != 0) return;
        Offer memory read = offers.offerOf(made);
        vm.assertEq(read.purposes, purposes, "purposes");
        vm.assertEq(read.pricePerMonth, price, "price");
        vm.assertEq(read.reservePrice, reserve, "reserve");
        vm.assertEq(read.maxMonths, months, "longest term");
        vm.assertTrue(read.open && !read.hasCarry && read.validUntil == 0, "and nothing else");
    }

    function testFuzz_SucceedOffer(uint256 reserve, uint256 newPrice, uint8 months) external {
        uint80 kept = setReserve(reserve);
        uint80 price = uint80(near(newPrice, PRICE));
        bytes memory why;
        if (months == 0) why = abi.encodeWithSelector(IOffers.OffersNoTerm.selector);
        else if (price < kept) why = belowReserve(price, kept);
        expect(why);
        vm.prank(operator);
        uint64 made = offers.succeedOffer(offer, TERMS, price, months);
        vm.assertTrue(offers.offerOf(offer).open == (why.length != 0), "closed by it");
        if (why.length != 0) return;
        vm.assertEq(offers.offerOf(made).reservePrice, kept, "the reserve stays");
        vm.assertEq(offers.offerOf(made).pricePerMonth, price, "price");
    }

    function testFuzz_SetPrice(uint256 reserve, uint256 newPrice) external {
        uint80 kept = setReserve(reserve);
        uint80 price = uint80(near(newPrice, PRICE));
        if (price < kept) expect(belowReserve(price, kept));
        vm.prank(operator);
        offers.setPrice(offer, price);
        vm.assertEq(offers.offerOf(offer).pricePerMonth, price < kept ? PRICE : price, "price");
        vm.assertEq(offers.offerOf(offer).reservePrice, kept, "the reserve stays");
    }

    function testFuzz_RaiseReserve(uint256 before, uint256 next) external {
        uint80 current = setReserve(before);
        uint80 reserve = uint80(near(next, PRICE));
        bytes memory why;
        if (reserve < current) {
            why = abi.encodeWithSelector(IOffers.OffersReserveFalls.selector, offer, reserve, current);
        } else if (reserve > PRICE) {
            why = belowReserve(PRICE, reserve);
        }
        expect(why);
        vm.prank(operator);
        offers.raiseReserve(offer, reserve);
        vm.assertEq(offers.offerOf(offer).reservePrice, why.length != 0 ? current : reserve, "reserve");
    }

    function testFuzz_LowerReserve(uint256 before, uint256 next) external {
        uint80 current = setReserve(before);
        uint80 reserve = uint80(near(next, PRICE));
        if (reserve > PRICE) expect(belowReserve(PRICE, reserve));
        vm.prank(contributorsVoice);
        offers.lowerReserve(offer, reserve);
        vm.assertEq(offers.offerOf(offer).reservePrice, reserve > PRICE ? current : reserve, "reserve");
    }

    // Sales

    function testFuzz_BuyFrom(uint80 price, uint256 term, uint256 most) external {
        vm.prank(operator);
        offers.setPrice(offer, price);
        uint16 months = uint16(near(term, 12));
        uint256 whole = uint256(price) * months;
        uint128 maxPrice = uint128(near(most, whole));
        bytes memory why;
        if (months == 0 || months > 12) {
            why = termOutOfRange(months);
        } else if (whole > maxPrice) {
            why = abi.encodeWithSelector(IOffers.OffersPriceAboveMaximum.selector, offer, whole, maxPrice);
        }
        expect(why);
        vm.prank(buyer);
        uint256 license = licenses.buyFrom(offer, 1, months, maxPrice, buyer);
        if (why.length != 0) return;
        (,,,, uint40 expiry) = licenses.licenseOf(license);
        vm.assertEq(expiry, block.timestamp + uint256(months) * 30 days, "its end");
        vm.assertEq(offers.reviewersPot(), whole / 10, "reviewers");
        vm.assertEq(offers.credit(treasury), whole * 15 / 100, "treasury");
        uint256 rest = whole - whole / 10 - whole * 15 / 100;
        vm.assertEq(offers.claimable(offer, adaId), rest / 2, "half of what the contributors get");
        vm.assertEq(coin.balanceOf(dao.offers), whole, "it is there");
    }

    function testFuzz_RevertWhen_BuyingAnotherRelease(uint256 which) external {
        uint32 release = uint32(near(which, 2));
        if (release != 1) {
            expect(abi.encodeWithSelector(IOffers.OffersUnexpectedRelease.selector, offer, release, 1));
        }
        vm.prank(buyer);
        licenses.buyFrom(offer, release, 1, PRICE, buyer);
    }

    function testFuzz_Renew(uint256 wait, uint256 term) external {
        uint256 license = buy(offer, 1);
        uint256 expiry = block.timestamp + 30 days;
        vm.warp(bound(wait, block.timestamp, FAR));
        uint256 start = block.timestamp > expiry ? block.timestamp : expiry;
        uint16 months = uint16(near(term, 12));
        uint256 end = start + uint256(months) * 30 days;
        bytes memory why;
        if (months == 0 || months > 12) {
            why = termOutOfRange(months);
        } else if (end > FAR - 1 days) {
            why = abi.encodeWithSelector(IOffers.OffersTermBeyondRelease.selector, end, FAR - 1 days);
        }
        expect(why);
        vm.prank(buyer);
        licenses.renew(license, 1, months, type(uint128).max);
        (,,,, uint40 now_) = licenses.licenseOf(license);
        vm.assertEq(now_, why.length != 0 ? expiry : end, "its end");
    }

    function testFuzz_Donate(uint96 amount) external {
        vm.prank(buyer);
        vm.assertEq(offers.donate(offer, amount), amount, "all of it");
        vm.assertEq(offers.claimable(offer, adaId), amount / 2, "half of it");
        join(offer, 1, leaves, 1);
        vm.assertEq(offers.claimable(offer, benId), amount / 2, "and the other half");
    }

    // Till

    function testFuzz_SetSplit(uint256 a, uint256 b, uint256 c) external {
        uint16 forContributors = uint16(near(a, 10_000));
        uint16 forReviewers = uint16(near(b, 4000));
        uint16 forTreasury = uint16(near(c, 4000));
        if (c % 3 != 0 && uint256(forContributors) + forReviewers <= 10_000) {
            forTreasury = 10_000 - forContributors - forReviewers;
        }
        uint256 sum = uint256(forContributors) + forReviewers + forTreasury;
        bytes memory why;
        if (sum != 10_000) {
            why = abi.encodeWithSelector(IOffers.OffersInvalidSplit.selector, sum);
        } else if (forContributors < 6000) {
            why = abi.encodeWithSelector(IOffers.OffersContributorsBelowFloor.selector, forContributors, 6000);
        }
        expect(why);
        offers.setSplit(forContributors, forReviewers, forTreasury);
        (uint16 read, uint16 readReviewers,) = offers.split();
        vm.assertEq(read, why.length != 0 ? 7500 : forContributors, "contributors");
        vm.assertEq(readReviewers, why.length != 0 ? 1000 : forReviewers, "reviewers");
    }

    function testFuzz_PayReviewers(uint256 one_, uint256 other) external {
        buy(offer, 1);
        uint128 pot = offers.reviewersPot();
        (address[] memory accounts, uint128[] memory amounts) = (new address[](2), new uint128[](2));
        (accounts[0], accounts[1]) = (reviewer, stranger);
        (amounts[0], amounts[1]) = (uint128(near(one_, pot)), uint128(near(other, pot / 2)));
        uint256 asked = uint256(amounts[0]) + amounts[1];
        if (asked > pot) expect(potTooSmall(asked, pot));
        vm.prank(operator);
        offers.payReviewers(accounts, amounts);
        vm.assertEq(offers.reviewersPot(), asked > pot ? pot : pot - asked, "the pot");
        vm.assertEq(offers.credit(stranger), asked > pot ? 0 : amounts[1], "credited");
    }

    function testFuzz_Refund(uint256 wanted) external {
        uint256 license = buy(offer, 1);
        uint128 pot = offers.refundsPot();
        uint128 amount = uint128(near(wanted, pot));
        if (amount > pot) expect(potTooSmall(amount, pot));
        vm.prank(arbiter);
        licenses.refund(license, amount);
        vm.assertEq(offers.credit(buyer), amount > pot ? 0 : amount, "credited");
        vm.assertEq(offers.refundsPot(), amount > pot ? pot : pot - amount, "the pot");
        vm.assertTrue(licenses.isUsable(license) == amount > pot, "over with it");
    }

    // Pools

    function testFuzz_Join(uint256 index) external {
        index = near(index, 2);
        if (index != 1) expect(abi.encodeWithSelector(IOffers.OffersInvalidProof.selector, offer, 1, index));
        this.joinAt(index);
        vm.assertEq(offers.positionOf(offer, benId).weight, index == 1 ? 4 : 0, "joined");
    }

    function joinAt(uint256 index) external {
        offers.join(offer, 1, leaves[1], index, Trees.proofOf(Trees.leafNodes(leaves), 0x01, 1));
    }

    function testFuzz_ClaimBySig(uint256 nonce, uint256 deadline) external {
        buy(offer, 1);
        nonce = near(nonce, 1);
        deadline = near(deadline, block.timestamp);
        bytes32 kind = keccak256(
            "ClaimEarnings(address account,uint64 offer,bytes32 inner,address to,uint256 nonce,uint256 deadline)"
        );
        bytes memory signature = sign(
            ADA_KEY, dao.offers, keccak256(abi.encode(kind, ada, offer, adaInner, stranger, nonce, deadline))
        );
        bytes memory why;
        if (deadline < block.timestamp) {
            why = abi.encodeWithSelector(IOffers.OffersSignatureExpired.selector, deadline, block.timestamp);
        } else if (nonce != 0) {
            why = abi.encodeWithSignature("InvalidAccountNonce(address,uint256)", ada, 0);
        }
        expect(why);
        offers.claimBySig(ada, offer, adaInner, stranger, nonce, deadline, signature);
        vm.assertEq(coin.balanceOf(stranger), why.length != 0 ? 0 : share() / 2, "paid");
    }
}
