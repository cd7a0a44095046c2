// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { IOffers } from "../src/interfaces/IOffers.sol";
import { IReleases } from "../src/interfaces/IReleases.sol";
import { Assertion, Pending } from "../src/types/Release.sol";
import { Leaf } from "../src/types/SumTree.sol";
import { DaoFixture } from "./base/DaoFixture.sol";

// assertRelease
//   offer closed, another number than the next, something pending → refused
//   at: in the future, older than a day, before the last release's, not after that of one that was cancelled or struck
//     out → refused; validUntil within the window → refused
//   root without total, total without root → refused
//   else → pending, the bond taken
// activateRelease
//   not pending, window open, too soon after the last → refused; else → current, weights count, bond credited
//   nothing enrolled and nothing prolonged → no bond, no interval
// cancelRelease: the arbiter only → bond credited, the number free again
// collect: nothing → refused; else → paid to any address, once
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
        releases.assertRelease(offer, release, at, validUntil, root, total, "manifest");
    }

    function removal(uint32 release, uint40 validUntil) private {
        assertRoot(offer, release, 0, 0, validUntil);
    }

    function activateNow(uint32 release) private {
        releases.activateRelease(asserted[offer][release]);
    }

    // Assertion

    function test_AssertRelease_TakesTheBond() external {
        uint256 before = coin.balanceOf(releaser);
        uint40 time = uint40(block.timestamp);
        bytes32 root = keccak256("root");
        vm.expectEmit();
        emit IReleases.ReleaseAsserted(
            offer, 1, releaser, time, FAR, root, 5, keccak256("manifest"), time + WINDOW, MIN_BOND
        );
        Assertion memory a = assertRoot(offer, 1, root, 5, FAR);
        vm.assertEq(before - coin.balanceOf(releaser), MIN_BOND, "paid");
        vm.assertEq(releases.pendingOf(offer).hash, keccak256(abi.encode(a)), "what later acts name");
    }

    function test_RevertWhen_NumberIsNotTheNext() external {
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesUnexpected.selector, offer, 2, 1));
        this.assertTreeExternal(2, leaves("id"));
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesUnexpected.selector, offer, 0, 1));
        this.assertTreeExternal(0, leaves("id"));
    }

    function test_RevertWhen_AnotherIsPending() external {
        assertTree(offer, 1, leaves("id"));
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesPending.selector, offer));
        this.assertTreeExternal(1, leaves("id"));
    }

    function test_Assert_OneForEachOfferAtATime() external {
        assertTree(offer, 1, leaves("id"));
        uint64 other = createOffer();
        assertTree(other, 1, leaves("id"));
        activate(offer, 1);
        activate(other, 1);
    }

    function test_RevertWhen_OfferOfAssertionIsClosedOrUnknown() external {
        vm.prank(operator);
        offers.closeOffer(offer);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersOfferClosed.selector, offer));
        this.assertTreeExternal(1, leaves("id"));
    }

    function test_RevertWhen_AssertedWithoutTheRole() external {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, operator));
        vm.prank(operator);
        releases.assertRelease(offer, 1, uint40(START), FAR, "root", 1, "manifest");
    }

    function test_RevertWhen_TimeIsOutOfOrder() external {
        uint40 now_ = uint40(block.timestamp);
        uint40 earliest = now_ - 1 days;
        bytes4 error_ = IReleases.ReleasesInvalidTime.selector;
        vm.expectRevert(abi.encodeWithSelector(error_, now_ + 1, earliest, now_));
        this.assertWithExternal(1, now_ + 1, FAR, "root", 1);
        vm.expectRevert(abi.encodeWithSelector(error_, earliest - 1, earliest, now_));
        this.assertWithExternal(1, earliest - 1, FAR, "root", 1);

        enroll(offer, 1, leaves("id"));
        vm.expectRevert(abi.encodeWithSelector(error_, now_ - 1, now_, block.timestamp));
        this.assertWithExternal(2, now_ - 1, FAR, "root", 1);
        this.assertWithExternal(2, now_, FAR, "root", 1);
    }

    function test_Assert_OnAChainThatIsYoungerThanADay() external {
        vm.warp(12 hours);
        found(address(coin));
        offer = createOffer();
        vm.expectRevert(
            abi.encodeWithSelector(IReleases.ReleasesInvalidTime.selector, 12 hours + 1, 0, 12 hours)
        );
        this.assertWithExternal(1, 12 hours + 1, FAR, "root", 1);
        this.assertWithExternal(1, 0, FAR, "root", 1);
    }

    function test_RevertWhen_ReleaseEndsWithinTheWindow() external {
        uint40 end = uint40(START + WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesInvalidTerm.selector, end, end + 1));
        this.assertWithExternal(1, uint40(START), end, "root", 1);
        this.assertWithExternal(1, uint40(START), end + 1, "root", 1);
    }

    function test_RevertWhen_RootAndTotalDisagree() external {
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesInvalidRoot.selector, bytes32("root"), 0));
        this.assertWithExternal(1, uint40(START), FAR, "root", 0);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesInvalidRoot.selector, bytes32(0), 1));
        this.assertWithExternal(1, uint40(START), FAR, 0, 1);
    }

    // Activation

    function test_Activate_ReturnsTheBondAndCountsTheWeight() external {
        assertTree(offer, 1, leaves("id"));
        vm.warp(START + WINDOW);
        vm.prank(stranger);
        activateNow(1);
        vm.assertEq(offers.poolOf(offer).weight, 5, "weight");
        vm.assertEq(offers.poolOf(offer).release, 1, "current");
        vm.assertEq(offers.offerOf(offer).validUntil, FAR - 1 days, "until when");
        vm.assertEq(offers.batchOf(offer, 1).activatedAt, START + WINDOW, "since when");
        vm.assertEq(releases.credit(releaser), MIN_BOND, "the bond is credited");
        Pending memory pending = releases.pendingOf(offer);
        vm.assertEq(pending.hash, 0, "nothing pending");
        vm.assertEq(pending.lastAt, START, "what the next must follow");
        vm.assertEq(pending.lastActivatedAt, START + WINDOW, "and when");

        vm.expectEmit();
        emit IReleases.BondCollected(releaser, stranger, MIN_BOND);
        vm.prank(releaser);
        releases.collect(stranger);
        vm.assertEq(coin.balanceOf(dao.releases), 0, "nothing stays");
        vm.assertEq(coin.balanceOf(stranger), MIN_BOND, "to another address");
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesNothingToCollect.selector, releaser));
        vm.prank(releaser);
        releases.collect(stranger);
    }

    function test_RevertWhen_WindowIsOpen() external {
        assertTree(offer, 1, leaves("id"));
        vm.warp(START + WINDOW - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IReleases.ReleasesWindowOpen.selector, offer, 1, START + WINDOW)
        );
        activateNow(1);
    }

    function test_RevertWhen_NothingIsPending() external {
        bytes memory error_ = abi.encodeWithSelector(IReleases.ReleasesNotPending.selector, offer, 1);
        Assertion memory never;
        (never.offer, never.release) = (offer, 1);
        vm.expectRevert(error_);
        releases.activateRelease(never);
        enroll(offer, 1, leaves("id"));
        vm.expectRevert(error_);
        activateNow(1);
    }

    function test_RevertWhen_AnotherAssertionIsActivated() external {
        assertTree(offer, 1, leaves("id"));
        vm.warp(START + WINDOW);
        Assertion memory other = asserted[offer][1];
        other.total = 6;
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesNotPending.selector, offer, 1));
        releases.activateRelease(other);
    }

    function test_RevertWhen_LastActivationWasTooRecent() external {
        enroll(offer, 1, leaves("id"));
        uint256 first = block.timestamp;
        assertTree(offer, 2, leaves("other"));
        vm.warp(first + INTERVAL - 1);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesTooSoon.selector, offer, first + INTERVAL));
        activateNow(2);
        vm.warp(first + INTERVAL);
        activateNow(2);
    }

    function test_RevertWhen_SomebodyElseEnrolls() external {
        address[3] memory others = [releaser, operator, dao.members];
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IOffers.OffersOnlyReleases.selector, others[i]));
            vm.prank(others[i]);
            offers.enroll(offer, 1, FAR, "root", 1);
        }
    }

    function test_RevertWhen_TheNumberEnrolledIsNotTheNext() external {
        enroll(offer, 1, leaves("id"));
        uint32[3] memory others = [uint32(0), 1, 3];
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IOffers.OffersUnexpectedRelease.selector, offer, others[i], 2)
            );
            vm.prank(dao.releases);
            offers.enroll(offer, others[i], FAR, "root", 1);
        }
    }

    function test_RevertWhen_WeightsWouldNotFit() external {
        assertRoot(offer, 1, "root", type(uint64).max, FAR - 1 days);
        activate(offer, 1);
        assertRoot(offer, 2, "root", 1, FAR - 1 days);
        vm.warp(block.timestamp + INTERVAL);
        vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x11));
        activateNow(2);
        vm.prank(arbiter);
        releases.cancelRelease(asserted[offer][2]);
    }

    // What only removes

    function test_Removal_NeedsNoBondAndNoInterval() external {
        enroll(offer, 1, leaves("id"));
        uint256 first = block.timestamp;
        removal(2, FAR - 1 days);
        vm.assertEq(coin.balanceOf(dao.releases), MIN_BOND, "no second bond");
        vm.warp(block.timestamp + WINDOW);
        activateNow(2);
        vm.assertEq(offers.poolOf(offer).weight, 5, "weights stay");
        vm.assertEq(offers.poolOf(offer).release, 2, "current");
        vm.assertEq(releases.pendingOf(offer).lastActivatedAt, first, "no interval begins");
        buy(offer, 2);
    }

    function test_Removal_CannotProlong() external {
        enroll(offer, 1, leaves("id"));
        removal(2, FAR - 1 days + 1);
        vm.assertEq(coin.balanceOf(dao.releases), 2 * MIN_BOND, "prolonging needs the bond");
        uint256 earliest = block.timestamp + INTERVAL;
        vm.warp(block.timestamp + WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesTooSoon.selector, offer, earliest));
        activateNow(2);
    }

    function test_Removal_CannotBeTheFirst() external {
        removal(1, FAR);
        vm.assertEq(coin.balanceOf(dao.releases), MIN_BOND, "an empty first release is no removal");
    }

    // Bond

    function test_BondFor_GrowsWithIncome() external {
        enroll(offer, 1, leaves("id"));
        vm.assertEq(releases.bondFor(offer), MIN_BOND, "no income yet");
        buy(offer, 1);
        uint256 contributors = PRICE * 75 / 100;
        vm.assertEq(releases.bondFor(offer), MIN_BOND + contributors / 10, "a tenth of the income");
        buy(offer, 1);
        vm.assertEq(releases.bondFor(offer), MIN_BOND + contributors / 5, "of all of it");
        enroll(offer, 2, leaves("other"));
        vm.assertEq(releases.bondFor(offer), MIN_BOND, "counted from the last release on");
        vm.assertEq(
            releases.credit(releaser), MIN_BOND * 2 + contributors / 5, "and given back as it was taken"
        );
    }

    // Cancel

    function test_Cancel() external {
        assertTree(offer, 1, leaves("id"));
        vm.expectEmit();
        emit IReleases.ReleaseCancelled(offer, 1, arbiter);
        vm.prank(arbiter);
        releases.cancelRelease(asserted[offer][1]);
        vm.assertEq(releases.credit(releaser), MIN_BOND, "the arbiter gives the bond back");
        vm.warp(START + 1);
        enroll(offer, 1, leaves("id"));
    }

    /// @dev It would have the hash of the one that was cancelled, and with it the questions that were asked of that.
    function test_RevertWhen_TheSameIsAssertedAgain() external {
        assertTree(offer, 1, leaves("id"));
        vm.prank(arbiter);
        releases.cancelRelease(asserted[offer][1]);
        bytes4 error_ = IReleases.ReleasesInvalidTime.selector;
        vm.expectRevert(abi.encodeWithSelector(error_, START, START + 1, START));
        this.assertTreeExternal(1, leaves("id"));
        vm.warp(START + 1);
        vm.expectRevert(abi.encodeWithSelector(error_, START, START + 1, START + 1));
        this.assertWithExternal(1, uint40(START), FAR, "root", 1);
        assertTree(offer, 1, leaves("id"));
    }

    function test_RevertWhen_CancellingWhatIsActiveOrWithoutTheRole() external {
        assertTree(offer, 1, leaves("id"));
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, releaser));
        vm.prank(releaser);
        releases.cancelRelease(asserted[offer][1]);
        activate(offer, 1);
        vm.prank(arbiter);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesNotPending.selector, offer, 1));
        releases.cancelRelease(asserted[offer][1]);
    }

    // One call deeper, so that an expected revert meets the right one.

    function assertTreeExternal(uint32 release, Leaf[] memory tree) external {
        assertTree(offer, release, tree);
    }

    function assertWithExternal(uint32 release, uint40 at, uint40 validUntil, bytes32 root, uint64 total)
        external
    {
        assertWith(release, at, validUntil, root, total);
    }
}
