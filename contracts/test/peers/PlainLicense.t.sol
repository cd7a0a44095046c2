// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { PracticeDollar } from "../../src/PracticeDollar.sol";
import { Test } from "../base/Test.sol";
import { PlainLicense } from "./PlainLicense.sol";

/// @notice That the plain contract does the work it is measured for.
contract PlainLicenseTest is Test {
    uint128 private constant PRICE = 100e6;
    uint64 private constant MONTH = 30 days;

    PracticeDollar private coin = new PracticeDollar();
    PlainLicense private plain = new PlainLicense(coin, 1000, 1500);
    address private buyer = address(0xb);

    function setUp() external {
        plain.createOffer("dataset", "terms", 3, PRICE, 12);
        plain.release(1, uint64(block.timestamp + 400 days), 65_536);
        coin.mint(buyer, 1e12);
        vm.prank(buyer);
        coin.approve(address(plain), type(uint256).max);
    }

    function buy() private returns (uint256) {
        vm.prank(buyer);
        return plain.buy(1, 1, 1, PRICE, buyer);
    }

    function test_Buy_SplitsThePriceAndMintsTheTerm() external {
        uint256 license = buy();
        vm.assertEq(plain.ownerOf(license), buyer, "owner");
        vm.assertTrue(plain.isValid(license), "valid");
        (uint64 offer, uint32 release, uint32 purposes, uint64 expiresAt) = plain.licenses(license);
        vm.assertEq(offer, 1, "offer");
        vm.assertEq(release, 1, "release");
        vm.assertEq(purposes, 3, "purposes");
        vm.assertEq(expiresAt, block.timestamp + MONTH, "end");

        (uint256 acc, uint256 weight) = plain.pools(1);
        uint256 contributors = PRICE - plain.reviewersPot() - plain.treasuryPot();
        vm.assertEq(plain.reviewersPot(), PRICE / 10, "reviewers");
        vm.assertEq(plain.treasuryPot(), PRICE * 15 / 100, "treasury");
        vm.assertEq(acc, (contributors << 64) / weight, "accumulator");
        vm.assertEq(coin.balanceOf(address(plain)), PRICE, "paid");
    }

    function test_Renew_ProlongsFromTheEnd() external {
        uint256 license = buy();
        vm.prank(buyer);
        plain.renew(license, 1, 2, 2 * PRICE);
        (,,, uint64 expiresAt) = plain.licenses(license);
        vm.assertEq(expiresAt, block.timestamp + 3 * MONTH, "end");
        vm.warp(expiresAt);
        vm.assertFalse(plain.isValid(license), "valid after its end");
    }

    function test_RevertWhen_NotWhatTheBuyerExpects() external {
        vm.startPrank(buyer);
        vm.expectRevert(abi.encodeWithSelector(PlainLicense.UnexpectedRelease.selector, 1, 2, 1));
        plain.buy(1, 2, 1, PRICE, buyer);
        vm.expectRevert(abi.encodeWithSelector(PlainLicense.PriceAboveMaximum.selector, PRICE, PRICE - 1));
        plain.buy(1, 1, 1, PRICE - 1, buyer);
        vm.expectRevert(abi.encodeWithSelector(PlainLicense.TermOutOfRange.selector, 13, 12));
        plain.buy(1, 1, 13, 13 * PRICE, buyer);
        vm.stopPrank();
    }

    function test_RevertWhen_Transferred() external {
        uint256 license = buy();
        vm.expectRevert(abi.encodeWithSelector(PlainLicense.NotTransferable.selector, license));
        vm.prank(buyer);
        plain.transferFrom(buyer, address(this), license);
    }
}
