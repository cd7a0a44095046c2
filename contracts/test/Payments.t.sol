// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { ERC3009 } from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import { SafeTransferLib } from "solady/utils/SafeTransferLib.sol";

import { ILicenses } from "../src/interfaces/ILicenses.sol";
import { IOffers } from "../src/interfaces/IOffers.sol";
import { Authorization } from "../src/types/Offer.sol";
import { Leaf } from "../src/types/SumTree.sol";
import { AnchoredFixture } from "./base/AnchoredFixture.sol";
import { PhantomCoin } from "./base/HostileCoins.sol";

// buyWithPermit
//   a permit that fails: bought when the allowance suffices, refused otherwise
// buyWithAuthorization
//   any field but the signature's own → the coin refuses: the nonce names the purchase
//   the price changed, up or down → refused
//   used before, by a relayer or anyone → refused
//   the coin knows no authorizations and says nothing → refused
contract PaymentsTest is AnchoredFixture {
    bytes32 private constant PERMIT =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
    string private constant FIELDS =
        "(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)";

    function setUp() public override {
        super.setUp();
        open();
    }

    function open() private {
        Leaf[] memory leaves = one(leafOf(adaId, 3));
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 0);
        if (coin.balanceOf(ben) == 0) coin.mint(ben, 10 * PRICE);
    }

    // Permit

    function permit(uint256 key, uint256 value) private view returns (uint8 v, bytes32 r, bytes32 s) {
        address owner = vm.addr(key);
        bytes32 hash =
            keccak256(abi.encode(PERMIT, owner, dao.offers, value, coin.nonces(owner), block.timestamp));
        return vm.sign(key, keccak256(abi.encodePacked(hex"1901", coin.DOMAIN_SEPARATOR(), hash)));
    }

    function test_BuyWithPermit() external {
        (uint8 v, bytes32 r, bytes32 s) = permit(BEN_KEY, PRICE);
        vm.prank(ben);
        licenses.buyWithPermit(offer, 1, 1, PRICE, ben, block.timestamp, v, r, s);
        vm.assertEq(coin.balanceOf(ben), 9 * PRICE, "paid");
    }

    function test_BuyWithPermit_ThatSomebodyElseSpentFirst() external {
        (uint8 v, bytes32 r, bytes32 s) = permit(BEN_KEY, PRICE);
        coin.permit(ben, dao.offers, PRICE, block.timestamp, v, r, s);
        vm.prank(ben);
        licenses.buyWithPermit(offer, 1, 1, PRICE, ben, block.timestamp, v, r, s);
        vm.assertEq(coin.balanceOf(ben), 9 * PRICE, "the allowance suffices");
    }

    function test_RevertWhen_PermitFailsAndNothingIsAllowed() external {
        (uint8 v, bytes32 r, bytes32 s) = permit(ADA_KEY, PRICE);
        vm.expectRevert(abi.encodeWithSelector(SafeTransferLib.TransferFromFailed.selector));
        vm.prank(ben);
        licenses.buyWithPermit(offer, 1, 1, PRICE, ben, block.timestamp, v, r, s);
    }

    // Authorization

    function nonceOf(Authorization memory a) private pure returns (bytes32) {
        return keccak256(abi.encode(a.offer, a.release, a.months, a.buyer, a.price, a.salt));
    }

    function signed(uint16 months, uint128 price, uint64 salt) private view returns (Authorization memory) {
        return signed("ReceiveWithAuthorization", months, price, salt);
    }

    function signed(string memory kind, uint16 months, uint128 price, uint64 salt)
        private
        view
        returns (Authorization memory a)
    {
        a = Authorization({
            offer: offer,
            release: 1,
            months: months,
            price: price,
            buyer: ben,
            salt: salt,
            validAfter: 0,
            validBefore: START + 10 days,
            v: 0,
            r: 0,
            s: 0
        });
        bytes32 hash = keccak256(
            abi.encode(
                keccak256(abi.encodePacked(kind, FIELDS)),
                ben,
                dao.offers,
                price,
                a.validAfter,
                a.validBefore,
                nonceOf(a)
            )
        );
        (a.v, a.r, a.s) =
            vm.sign(BEN_KEY, keccak256(abi.encodePacked(hex"1901", coin.DOMAIN_SEPARATOR(), hash)));
    }

    function refused(Authorization memory a) private {
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009InvalidSignature.selector));
        licenses.buyWithAuthorization(a);
    }

    function test_BuyWithAuthorization_RelayedByAnyone() external {
        Authorization memory a = signed(2, 2 * PRICE, 7);
        vm.prank(stranger);
        uint256 license = licenses.buyWithAuthorization(a);
        (address owner,,,, uint40 expiry) = licenses.licenseOf(license);
        vm.assertEq(owner, ben, "the buyer's");
        vm.assertEq(expiry, block.timestamp + 60 days, "two months");
        vm.assertEq(coin.balanceOf(ben), 8 * PRICE, "paid");
        vm.assertEq(offers.claimable(offer, adaId), 2 * share(), "shared");
    }

    function test_RevertWhen_AuthorizationIsReplayed() external {
        Authorization memory a = signed(1, PRICE, 7);
        licenses.buyWithAuthorization(a);
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009UsedAuthorization.selector, ben, nonceOf(a)));
        licenses.buyWithAuthorization(a);
        licenses.buyWithAuthorization(signed(1, PRICE, 8));
        vm.assertEq(coin.balanceOf(ben), 8 * PRICE, "another salt is another purchase");
    }

    function test_RevertWhen_AnotherPurchaseIsNamed() external {
        uint64 other = createOffer();
        Authorization memory a = signed(1, PRICE, 7);
        enroll(other, 1, one(leafOf(benId, 3)));
        a.offer = other;
        refused(a);
        a = signed(1, PRICE, 7);
        a.salt = 8;
        refused(a);
        a = signed(1, PRICE, 7);
        a.buyer = stranger;
        refused(a);
        a = signed(1, PRICE, 7);
        a.validBefore += 1;
        refused(a);
        a = signed(2, 2 * PRICE, 7);
        a.months = 1;
        a.price = PRICE;
        refused(a);
    }

    function test_RevertWhen_AuthorizationNamesAnotherRelease() external {
        Authorization memory a = signed(1, PRICE, 7);
        enroll(offer, 2, one(leafOf(benId, 3)));
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersUnexpectedRelease.selector, offer, 1, 2));
        licenses.buyWithAuthorization(a);
        a.release = 2;
        refused(a);
    }

    function test_RevertWhen_ThePriceChanged() external {
        Authorization memory a = signed(1, PRICE, 7);
        vm.prank(operator);
        offers.setPrice(offer, PRICE - 1);
        vm.expectRevert(abi.encodeWithSelector(ILicenses.LicensesPriceChanged.selector, PRICE, PRICE - 1));
        licenses.buyWithAuthorization(a);
        vm.prank(operator);
        offers.setPrice(offer, PRICE + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IOffers.OffersPriceAboveMaximum.selector, offer, PRICE + 1, PRICE)
        );
        licenses.buyWithAuthorization(a);
    }

    function test_RevertWhen_AuthorizationIsTakenOutOfTime() external {
        Authorization memory a = signed(1, PRICE, 7);
        vm.warp(START + 10 days);
        vm.expectRevert(
            abi.encodeWithSelector(ERC3009.ERC3009InvalidAuthorizationTime.selector, 0, a.validBefore)
        );
        licenses.buyWithAuthorization(a);
    }

    /// @dev Somebody who sees the signature cannot move the money and leave the buyer without a license.
    function test_RevertWhen_SomebodyTransfersWithTheAuthorizationFirst() external {
        Authorization memory a = signed(1, PRICE, 7);
        vm.startPrank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009InvalidSignature.selector));
        coin.transferWithAuthorization(
            ben, dao.offers, PRICE, a.validAfter, a.validBefore, nonceOf(a), a.v, a.r, a.s
        );
        vm.expectRevert();
        coin.receiveWithAuthorization(
            ben, dao.offers, PRICE, a.validAfter, a.validBefore, nonceOf(a), a.v, a.r, a.s
        );
        vm.stopPrank();
        licenses.buyWithAuthorization(a);
        vm.assertEq(coin.balanceOf(ben), 9 * PRICE, "the purchase itself still counts");
    }

    function test_RevertWhen_ATransferWasSignedAndNoReceipt() external {
        refused(signed("TransferWithAuthorization", 1, PRICE, 7));
    }

    /// @dev Some coins (wrapped ether) take any call and do nothing.
    function test_RevertWhen_TheCoinKnowsNoAuthorizations() external {
        found(address(new PhantomCoin()));
        start();
        open();
        Authorization memory a;
        (a.offer, a.release, a.months, a.price, a.buyer) = (offer, 1, 1, PRICE, stranger);
        vm.expectRevert(abi.encodeWithSelector(ILicenses.LicensesPriceChanged.selector, PRICE, 0));
        licenses.buyWithAuthorization(a);
    }
}
