// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { IERC165 } from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import { IERC721 } from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import { IERC721Metadata } from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";

import { IERC5643 } from "../src/interfaces/IERC5643.sol";
import { ILicenses } from "../src/interfaces/ILicenses.sol";
import { IOffers } from "../src/interfaces/IOffers.sol";
import { Leaf } from "../src/types/SumTree.sol";
import { AnchoredFixture } from "./base/AnchoredFixture.sol";

// renew
//   not the owner, another release than the current one, closed offer, beyond the release → refused
//   else → from the end, or from now once that has passed; moves to the release named
// cancelSubscription: not the owner → refused; revoke: without the role → refused; both: over or unknown → refused
// renewSubscription: always refused, `renew` does it
// moved, approved and moved, moved to nobody → refused
// an id that is taken already → nothing is sold
contract LicensesTest is AnchoredFixture {
    IERC721 private tokens;

    function setUp() public override {
        super.setUp();
        Leaf[] memory leaves = one(leafOf(adaId, 4));
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 0);
        tokens = IERC721(dao.offers);
    }

    function expiryOf(uint256 license) private view returns (uint40 expiry) {
        (,,,, expiry) = licenses.licenseOf(license);
    }

    function renew(uint256 license, uint32 release, uint16 months) private {
        vm.prank(buyer);
        licenses.renew(license, release, months, months * PRICE);
    }

    // Renew

    function test_Renew_FromItsEnd_IntoTheNextRelease() external {
        uint256 license = buy(offer, 1);
        uint40 end = uint40(block.timestamp + 30 days);
        enroll(offer, 2, one(leafOf("other", 4)));
        vm.expectEmit();
        emit ILicenses.LicenseRenewed(license, 2, end, end + 60 days, 2 * PRICE, 150e6, 20e6);
        vm.expectEmit();
        emit IERC5643.SubscriptionUpdate(license, end + 60 days);
        vm.expectEmit();
        emit ILicenses.MetadataUpdate(license);
        renew(license, 2, 2);
        (,, uint32 release, uint32 purposes, uint40 expiry) = licenses.licenseOf(license);
        vm.assertEq(release, 2, "moved to the release");
        vm.assertEq(purposes, PURPOSES, "same purposes");
        vm.assertEq(expiry, end + 60 days, "prolonged");
        vm.assertEq(offers.claimable(offer, adaId), 75e6 + 75e6, "half of what two months brought");
    }

    function test_Renew_FromNowOnceExpired() external {
        uint256 license = buy(offer, 1);
        vm.warp(block.timestamp + 100 days);
        renew(license, 1, 1);
        vm.assertEq(expiryOf(license), block.timestamp + 30 days, "no gap is paid for");
        vm.assertTrue(licenses.isUsable(license), "valid again");
    }

    function test_RevertWhen_RenewedByAnother() external {
        uint256 license = buy(offer, 1);
        vm.expectRevert(abi.encodeWithSelector(ILicenses.LicensesNotOwner.selector, license, stranger));
        vm.prank(stranger);
        licenses.renew(license, 1, 1, PRICE);
        vm.expectRevert(abi.encodeWithSelector(ILicenses.LicensesNotOwner.selector, 5, buyer));
        vm.prank(buyer);
        licenses.renew(5, 1, 1, PRICE);
    }

    function test_RevertWhen_RenewalIsNotWhatWasExpected() external {
        uint256 license = buy(offer, 1);
        vm.startPrank(buyer);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersUnexpectedRelease.selector, offer, 2, 1));
        licenses.renew(license, 2, 1, PRICE);
        vm.expectRevert(
            abi.encodeWithSelector(IOffers.OffersPriceAboveMaximum.selector, offer, PRICE, PRICE - 1)
        );
        licenses.renew(license, 1, 1, PRICE - 1);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersTermOutOfRange.selector, 13, 12));
        licenses.renew(license, 1, 13, 13 * PRICE);
        vm.stopPrank();
        vm.prank(operator);
        offers.closeOffer(offer);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersOfferClosed.selector, offer));
        vm.prank(buyer);
        licenses.renew(license, 1, 1, PRICE);
    }

    function test_RevertWhen_RenewedBeyondTheRelease() external {
        uint40 validUntil = FAR - 1 days;
        vm.warp(validUntil - 60 days + 1);
        uint256 license = buy(offer, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IOffers.OffersTermBeyondRelease.selector, validUntil + 1, validUntil)
        );
        vm.prank(buyer);
        licenses.renew(license, 1, 1, PRICE);
    }

    // End

    function test_CancelSubscription_EndsItAndPaysNothing() external {
        uint256 license = buy(offer, 1);
        uint40 time = uint40(block.timestamp);
        vm.expectEmit();
        emit ILicenses.LicenseEnded(license, time);
        vm.expectEmit();
        emit IERC5643.SubscriptionUpdate(license, time);
        vm.expectEmit();
        emit ILicenses.MetadataUpdate(license);
        vm.prank(buyer);
        licenses.cancelSubscription(license);
        vm.assertFalse(licenses.isUsable(license), "over");
        vm.assertEq(offers.credit(buyer), 0, "a refund is the arbiter's to say");
        (address owner,, uint32 release, uint32 purposes,) = licenses.licenseOf(license);
        vm.assertEq(owner, buyer, "whose it was");
        vm.assertEq(release, 1, "of what");
        vm.assertEq(purposes, PURPOSES, "and for what");
    }

    function test_RevertWhen_CancelledByAnotherOrTwice() external {
        uint256 license = buy(offer, 1);
        vm.expectRevert(abi.encodeWithSelector(ILicenses.LicensesNotOwner.selector, license, stranger));
        vm.prank(stranger);
        licenses.cancelSubscription(license);
        vm.startPrank(buyer);
        licenses.cancelSubscription(license);
        vm.expectRevert(abi.encodeWithSelector(ILicenses.LicensesOver.selector, license));
        licenses.cancelSubscription(license);
    }

    function test_Revoke_EndsIt() external {
        uint256 license = buy(offer, 1);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, operator));
        vm.prank(operator);
        licenses.revoke(license, "ruling");
        vm.expectEmit();
        emit ILicenses.LicenseRevoked(license, "ruling");
        vm.startPrank(arbiter);
        licenses.revoke(license, "ruling");
        vm.assertFalse(licenses.isUsable(license), "over");
        vm.expectRevert(abi.encodeWithSelector(ILicenses.LicensesOver.selector, license));
        licenses.revoke(license, "again");
        vm.expectRevert(abi.encodeWithSelector(ILicenses.LicensesUnknown.selector, 5));
        licenses.revoke(5, "ruling");
    }

    function test_RevertWhen_RevokedAndRenewed() external {
        uint256 license = buy(offer, 1);
        vm.prank(arbiter);
        licenses.revoke(license, "ruling");
        (address owner,,, uint32 purposes,) = licenses.licenseOf(license);
        vm.assertEq(owner, buyer, "whose it was");
        vm.assertEq(purposes, 0, "for nothing any more");
        vm.expectRevert(abi.encodeWithSelector(ILicenses.LicensesRevokedForCause.selector, license));
        vm.prank(buyer);
        licenses.renew(license, 1, 1, PRICE);
    }

    function test_RevertWhen_GivenUpWithMoney() external {
        uint256 license = buy(offer, 1);
        vm.deal(buyer, 1);
        vm.expectRevert(abi.encodeWithSelector(ILicenses.LicensesNothingToPay.selector, 1));
        vm.prank(buyer);
        licenses.cancelSubscription{ value: 1 }(license);
    }

    // The token

    function test_SupportsInterface() external view {
        IERC165 asked = IERC165(dao.offers);
        vm.assertTrue(asked.supportsInterface(type(IERC165).interfaceId), "ERC-165");
        vm.assertTrue(asked.supportsInterface(type(IERC721).interfaceId), "ERC-721");
        vm.assertTrue(asked.supportsInterface(type(IERC721Metadata).interfaceId), "its metadata");
        vm.assertTrue(asked.supportsInterface(0x49064906), "ERC-4906");
        vm.assertTrue(asked.supportsInterface(0x8c65f84d), "ERC-5643, by the number in the standard");
        vm.assertFalse(asked.supportsInterface(0xffffffff), "not everything");
    }

    function test_Subscription_Answers() external {
        uint256 license = buy(offer, 1);
        vm.assertEq(licenses.expiresAt(license), block.timestamp + 30 days, "when it ends");
        vm.assertTrue(licenses.isRenewable(license), "while the offer is open");
        vm.prank(operator);
        offers.closeOffer(offer);
        vm.assertFalse(licenses.isRenewable(license), "no longer");
        vm.expectRevert(abi.encodeWithSelector(ILicenses.LicensesRenewByRenew.selector));
        licenses.renewSubscription(license, 30 days);
    }

    function test_RevertWhen_LicenseIsUnknown() external {
        bytes memory unknown = abi.encodeWithSelector(ILicenses.LicensesUnknown.selector, 5);
        vm.expectRevert(unknown);
        licenses.licenseOf(5);
        vm.expectRevert(unknown);
        licenses.expiresAt(5);
        vm.expectRevert(unknown);
        licenses.isRenewable(5);
        vm.assertFalse(licenses.isUsable(5), "nor valid");
        vm.expectRevert();
        IERC721Metadata(dao.offers).tokenURI(5);
    }

    function test_Metadata() external {
        uint256 license = buy(offer, 1);
        vm.assertEq(bytes(IERC721Metadata(dao.offers).name()), "Usufruct License", "name");
        vm.assertEq(bytes(IERC721Metadata(dao.offers).symbol()), "LICENSE", "symbol");
        vm.assertEq(bytes(IERC721Metadata(dao.offers).tokenURI(license)), "", "nothing more to say");
        vm.assertEq(tokens.ownerOf(license), buyer, "owner");
        vm.assertEq(tokens.balanceOf(buyer), 1, "balance");
    }

    function test_RevertWhen_LicenseIsTransferred() external {
        uint256 license = buy(offer, 1);
        bytes memory error_ = abi.encodeWithSelector(ILicenses.LicensesNotTransferable.selector, license);
        vm.startPrank(buyer);
        vm.expectRevert(error_);
        tokens.transferFrom(buyer, stranger, license);
        vm.expectRevert(error_);
        tokens.safeTransferFrom(buyer, stranger, license);
        tokens.setApprovalForAll(stranger, true);
        vm.stopPrank();
        vm.expectRevert(error_);
        vm.prank(stranger);
        tokens.transferFrom(buyer, stranger, license);
        vm.assertEq(tokens.ownerOf(license), buyer, "still the buyer's");
    }

    function test_RevertWhen_LicenseIsMovedToNobody() external {
        uint256 license = buy(offer, 1);
        vm.expectRevert(abi.encodeWithSignature("TransferToZeroAddress()"));
        vm.prank(buyer);
        tokens.transferFrom(buyer, address(0), license);
        vm.assertEq(tokens.ownerOf(license), buyer, "nothing is burned");
    }

    /// @dev Two accounts' ids are the same by chance once in 2³² accounts. What is set back here is how many licenses the
    /// buyer has, where the token library keeps it.
    function test_RevertWhen_TheNextLicenseIsTaken() external {
        uint256 license = buy(offer, 1);
        vm.store(dao.offers, keccak256(abi.encodePacked(buyer, bytes8(0x0a5a2e7a00000000))), 0);
        vm.assertEq(licenses.nextLicense(offer, buyer), license, "it would be the same");
        uint256 before = coin.balanceOf(buyer);
        vm.expectRevert(abi.encodeWithSignature("TokenAlreadyExists()"));
        this.buyExternal(1);
        vm.assertEq(coin.balanceOf(buyer), before, "and nothing is paid");
    }

    function test_NextLicense_IsUnique() external {
        uint64 other = createOffer();
        enroll(other, 1, one(leafOf(benId, 4)));
        uint256[] memory seen = new uint256[](12);
        for (uint256 i; i < 12; ++i) {
            uint64 of_ = i % 3 == 0 ? other : offer;
            address to = i % 2 == 0 ? stranger : buyer;
            uint256 next = licenses.nextLicense(of_, to);
            vm.prank(buyer);
            seen[i] = licenses.buyFrom(of_, 1, 1, PRICE, to);
            vm.assertEq(seen[i], next, "as foretold");
            vm.assertEq(seen[i] >> 64, of_, "its offer");
            for (uint256 j; j < i; ++j) {
                vm.assertTrue(seen[i] != seen[j], "unique");
            }
        }
    }
}
