// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IOffers } from "../src/interfaces/IOffers.sol";
import { Release, ReleaseStatus } from "../src/types/Offer.sol";
import { Leaf } from "../src/types/SumTree.sol";
import { DaoFixture } from "./base/DaoFixture.sol";

contract ReleasesTest is DaoFixture {
    uint64 private offer;

    function setUp() public override {
        super.setUp();
        offer = createOffer();
    }

    function leaves(bytes32 consentId) private pure returns (Leaf[] memory) {
        return one(leafOf(consentId, 5));
    }

    function assertWith(uint32 release, uint40 at, uint40 validUntil, bytes32 root, uint64 total) private {
        vm.prank(releaser);
        offers.assertRelease(offer, release, at, validUntil, root, total, "manifest");
    }

    function removal(uint32 release, uint40 validUntil) private {
        assertWith(release, uint40(block.timestamp), validUntil, 0, 0);
    }

    // Offers

    function test_CreateOffer() external {
        vm.expectEmit();
        emit IOffers.OfferCreated(2, DATASET, PURPOSES, TERMS, PRICE, 12);
        vm.assertEq(createOffer(), 2, "numbered from 1");
        vm.assertEq(offers.offersOf(DATASET).length, 2, "open offers");
    }

    function test_RevertWhen_MoreThanEightOffersAreOpen() external {
        for (uint256 i = 1; i < 8; ++i) {
            createOffer();
        }
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersTooMany.selector, DATASET, 8));
        this.createOfferExternal();
        vm.prank(operator);
        offers.closeOffer(3);
        createOffer();
        vm.assertEq(offers.offersOf(DATASET).length, 8, "a successor fits");
    }

    function test_RevertWhen_OfferPermitsNothing() external {
        vm.startPrank(operator);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersNoPurposes.selector));
        offers.createOffer(DATASET, 0, TERMS, PRICE, 12);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersNoTerm.selector));
        offers.createOffer(DATASET, PURPOSES, TERMS, PRICE, 0);
    }

    function test_RevertWhen_OfferIsClosedOrUnknown() external {
        vm.startPrank(operator);
        offers.closeOffer(offer);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersOfferClosed.selector, offer));
        offers.closeOffer(offer);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersOfferClosed.selector, offer));
        offers.setPrice(offer, 1);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersUnknown.selector, 99));
        offers.setPrice(99, 1);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersUnknown.selector, 0));
        offers.closeOffer(0);
        vm.assertEq(offers.offersOf(DATASET).length, 0, "none open");
    }

    // Assertion

    function test_AssertRelease_TakesTheBond() external {
        (bytes32 id,) = grant(ada, "salt");
        uint256 before = coin.balanceOf(releaser);
        assertTree(offer, 1, leaves(id));
        Release memory release = offers.releaseOf(offer, 1);
        vm.assertTrue(release.status == ReleaseStatus.Asserted, "asserted");
        vm.assertEq(release.bond, MIN_BOND, "bond");
        vm.assertEq(release.challengeEnds, START + WINDOW, "window");
        vm.assertEq(before - coin.balanceOf(releaser), MIN_BOND, "paid");
    }

    function test_RevertWhen_NumberIsNotTheNext() external {
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersUnexpectedRelease.selector, offer, 2, 1));
        this.assertTreeExternal(2, leaves("id"));
    }

    function test_RevertWhen_AnotherIsPending() external {
        assertTree(offer, 1, leaves("id"));
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersReleasePending.selector, offer, 1));
        this.assertTreeExternal(1, leaves("id"));
    }

    function test_RevertWhen_OfferOfAssertionIsClosed() external {
        vm.prank(operator);
        offers.closeOffer(offer);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersOfferClosed.selector, offer));
        this.assertTreeExternal(1, leaves("id"));
    }

    function test_RevertWhen_TimeIsOutOfOrder() external {
        uint40 now_ = uint40(block.timestamp);
        uint40 earliest = now_ - 1 days;
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersInvalidTime.selector, now_ + 1, earliest, now_));
        this.assertWithExternal(1, now_ + 1, FAR, "root", 1);
        vm.expectRevert(
            abi.encodeWithSelector(IOffers.OffersInvalidTime.selector, earliest - 1, earliest, now_)
        );
        this.assertWithExternal(1, earliest - 1, FAR, "root", 1);

        enroll(offer, 1, leaves("id"));
        vm.expectRevert(
            abi.encodeWithSelector(IOffers.OffersInvalidTime.selector, now_ - 1, now_, block.timestamp)
        );
        this.assertWithExternal(2, now_ - 1, FAR, "root", 1);
    }

    function test_RevertWhen_ReleaseEndsWithinTheWindow() external {
        uint40 end = uint40(START + WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersInvalidTerm.selector, end, end + 1));
        this.assertWithExternal(1, uint40(START), end, "root", 1);
    }

    function test_RevertWhen_RootAndTotalDisagree() external {
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersInvalidRoot.selector, bytes32("root"), 0));
        this.assertWithExternal(1, uint40(START), FAR, "root", 0);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersInvalidRoot.selector, bytes32(0), 1));
        this.assertWithExternal(1, uint40(START), FAR, 0, 1);
    }

    // Activation

    function test_Activate_ReturnsTheBondAndCountsTheWeight() external {
        assertTree(offer, 1, leaves("id"));
        vm.warp(START + WINDOW);
        vm.prank(stranger);
        offers.activateRelease(offer, 1);
        vm.assertEq(offers.poolOf(offer).weight, 5, "weight");
        vm.assertEq(offers.poolOf(offer).release, 1, "current");
        vm.assertEq(offers.credit(releaser), MIN_BOND, "bond is credited");
        vm.prank(releaser);
        offers.collect(releaser);
        vm.assertEq(coin.balanceOf(address(offers)), 0, "nothing stays");
    }

    function test_RevertWhen_WindowIsOpen() external {
        assertTree(offer, 1, leaves("id"));
        vm.warp(START + WINDOW - 1);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersWindowOpen.selector, offer, 1, START + WINDOW));
        offers.activateRelease(offer, 1);
    }

    function test_RevertWhen_NothingIsPending() external {
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersReleaseNotPending.selector, offer, 1));
        offers.activateRelease(offer, 1);
        enroll(offer, 1, leaves("id"));
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersReleaseNotPending.selector, offer, 1));
        offers.activateRelease(offer, 1);
    }

    function test_RevertWhen_LastActivationWasTooRecent() external {
        enroll(offer, 1, leaves("id"));
        uint256 first = block.timestamp;
        assertTree(offer, 2, leaves("other"));
        vm.warp(first + INTERVAL - 1);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersTooSoon.selector, offer, first + INTERVAL));
        offers.activateRelease(offer, 2);
        vm.warp(first + INTERVAL);
        offers.activateRelease(offer, 2);
    }

    function test_Removal_NeedsNoBondAndNoInterval() external {
        enroll(offer, 1, leaves("id"));
        removal(2, FAR - 1 days);
        vm.assertEq(offers.releaseOf(offer, 2).bond, 0, "no bond");
        vm.warp(block.timestamp + WINDOW);
        offers.activateRelease(offer, 2);
        vm.assertEq(offers.poolOf(offer).weight, 5, "weights stay");
        vm.assertEq(offers.poolOf(offer).release, 2, "current");
    }

    function test_Removal_CannotProlong() external {
        enroll(offer, 1, leaves("id"));
        removal(2, FAR - 1 days + 1);
        vm.assertEq(offers.releaseOf(offer, 2).bond, MIN_BOND, "prolonging needs the bond");
        vm.warp(block.timestamp + WINDOW);
        vm.expectRevert();
        offers.activateRelease(offer, 2);
    }

    function test_Removal_CannotBeTheFirst() external {
        removal(1, FAR);
        vm.assertEq(offers.releaseOf(offer, 1).bond, MIN_BOND, "an empty first release is no removal");
    }

    function test_BondFor_GrowsWithIncome() external {
        enroll(offer, 1, leaves("id"));
        buy(offer, 1);
        uint256 contributors = PRICE * 75 / 100;
        vm.assertEq(offers.bondFor(offer), MIN_BOND + contributors / 10, "a tenth of the income");
        enroll(offer, 2, leaves("other"));
        vm.assertEq(offers.bondFor(offer), MIN_BOND, "counted from the last release on");
    }

    function test_Cancel() external {
        assertTree(offer, 1, leaves("id"));
        vm.expectEmit();
        emit IOffers.ReleaseCancelled(offer, 1, arbiter);
        vm.prank(arbiter);
        offers.cancelRelease(offer, 1);
        vm.assertEq(offers.credit(releaser), MIN_BOND, "the arbiter gives the bond back");
        enroll(offer, 1, leaves("id"));
    }

    function test_RevertWhen_CancellingWhatIsActive() external {
        enroll(offer, 1, leaves("id"));
        vm.prank(arbiter);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersReleaseNotPending.selector, offer, 1));
        offers.cancelRelease(offer, 1);
    }

    // One call deeper, so that an expected revert meets the right one.

    function createOfferExternal() external {
        createOffer();
    }

    function assertTreeExternal(uint32 release, Leaf[] memory tree) external {
        assertTree(offer, release, tree);
    }

    function assertWithExternal(uint32 release, uint40 at, uint40 validUntil, bytes32 root, uint64 total)
        external
    {
        assertWith(release, at, validUntil, root, total);
    }
}
