// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IConsents } from "../src/interfaces/IConsents.sol";
import { IOffers } from "../src/interfaces/IOffers.sol";
import { ConsentBits } from "../src/types/Consent.sol";
import { Leaf } from "../src/types/SumTree.sol";
import { MemberActs } from "./base/MemberActs.sol";
import { SignerWallet } from "./base/SignerWallet.sol";

// withdraw, withdrawGranted, withdrawBySig
// ├── when signed and the account did not sign just this: reverts
// ├── when one without a record is withdrawn by withdrawGranted: reverts
// ├── when it was withdrawn before: the first time stays
// ├── when nothing was ever seen of it: a tombstone, so that it can never be granted
// ├── where positions freeze
// │   ├── when there is a record: in the open offers of its dataset, whatever the caller names
// │   └── when there is none: in those of the dataset that the caller names
// ├── when paused before: withdrawn as well
// ├── whatever roles and managers do: the same
// └── always: the coin is not called, and what was earned stays claimable
contract ConsentWithdrawalsTest is MemberActs {
    function refused(address account) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IConsents.ConsentsInvalidSignature.selector, account);
    }

    function createOtherOffer() private returns (uint64) {
        vm.prank(operator);
        return offers.createOffer(OTHER_DATASET, PURPOSES, TERMS, PRICE, 0, 12);
    }

    function isFrozen(uint64 offer, bytes32 id) private view returns (bool) {
        return offers.positionOf(offer, id).frozen;
    }

    function test_Withdraw_FreezesOpenOffers() external {
        uint64 first = createOffer();
        uint64 second = createOffer();
        uint64 other = createOtherOffer();
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        vm.warp(START + 5);
        vm.expectEmit();
        emit IConsents.ConsentWithdrawn(id);
        withdraw(ada, inner);
        vm.assertFalse(consents.isLive(id), "not live");
        assertRecord(id, PURPOSES, START, FAR, START + 5, 0);
        vm.assertTrue(isFrozen(first, id), "frozen in the first offer");
        vm.assertTrue(isFrozen(second, id), "frozen in the second offer");
        vm.assertFalse(isFrozen(other, id), "another dataset's offer has nothing to do with it");
    }

    function test_Withdraw_LeavesTombstoneForUnseenId() external {
        ConsentBits bits = bitsOf("never seen");
        bytes32 id = idOf(ada, innerOf(bits));
        withdraw(ada, innerOf(bits));
        assertRecord(id, 0, 0, 0, START, 0);
        vm.assertTrue(consents.isOver(id), "over");
        vm.assertTrue(consents.isKnown(id), "known");
        vm.expectRevert(abi.encodeWithSelector(IConsents.ConsentsIdUsed.selector, id));
        vm.prank(ada);
        consents.record(TERMS, bits);
    }

    function test_Withdraw_KeepsTheFirstTime() external {
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        withdraw(ada, inner);
        vm.warp(START + 5);
        withdraw(ada, inner);
        vm.prank(ada);
        consents.withdrawGranted(inner);
        assertRecord(id, PURPOSES, START, FAR, START, 0);
    }

    function test_Withdraw_ManyAtOnceAndOneTwice() external {
        uint64 offer = createOffer();
        bytes32[] memory inners = new bytes32[](4);
        bytes32[] memory ids = new bytes32[](4);
        (ids[0], inners[0]) = grant(ada, "a");
        (ids[1], inners[1]) = grant(ada, "b");
        inners[2] = "never seen";
        ids[2] = idOf(ada, inners[2]);
        (ids[3], inners[3]) = (ids[0], inners[0]);
        vm.prank(ada);
        consents.withdraw(DATASET, inners);
        for (uint256 i; i < ids.length; ++i) {
            vm.assertTrue(consents.isOver(ids[i]), "all of them");
            vm.assertTrue(isFrozen(offer, ids[i]), "everywhere");
        }
    }

    function test_Withdraw_OfAnotherTouchesNothing() external {
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        withdraw(ben, inner);
        vm.assertTrue(consents.isLive(id), "the id is made with the account");
        vm.prank(ben);
        vm.expectRevert(abi.encodeWithSelector(IConsents.ConsentsUnknown.selector, idOf(ben, "unknown")));
        consents.withdrawGranted("unknown");
    }

    function test_Withdraw_TheRecordsDatasetCountsAndNotTheCallers() external {
        uint64 offer = createOffer();
        uint64 other = createOtherOffer();
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        vm.prank(ada);
        consents.withdraw(OTHER_DATASET, list(inner));
        vm.assertTrue(isFrozen(offer, id), "frozen where it was granted");
        vm.assertFalse(isFrozen(other, id), "and not where the caller said");
    }

    function test_Withdraw_OfUnseenIdInTheWrongDataset() external {
        uint64 offer = createOffer();
        uint64 other = createOtherOffer();
        bytes32 inner = innerOf(bitsOf("never seen"));
        bytes32 id = idOf(ada, inner);
        vm.prank(ada);
        consents.withdraw(OTHER_DATASET, list(inner));
        vm.assertTrue(isFrozen(other, id), "where the caller said");
        vm.assertFalse(isFrozen(offer, id), "nobody here knows better");
        vm.assertTrue(consents.isOver(id), "the tombstone stands all the same");
        offers.freeze(offer, id);
        vm.assertTrue(isFrozen(offer, id), "and anyone can freeze the rest");
    }

    function test_WithdrawGranted() external {
        uint64 offer = createOffer();
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        vm.warp(START + 5);
        vm.expectEmit();
        emit IConsents.ConsentWithdrawn(id);
        vm.prank(ada);
        consents.withdrawGranted(inner);
        assertRecord(id, PURPOSES, START, FAR, START + 5, 0);
        vm.assertTrue(isFrozen(offer, id), "frozen");
    }

    function test_WithdrawGranted_AfterPause() external {
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        pause(ada, inner);
        vm.warp(START + 5);
        vm.prank(ada);
        consents.withdrawGranted(inner);
        assertRecord(id, PURPOSES, START, FAR, START + 5, START);
    }

    function test_RevertWhen_WithdrawGrantedHasNoRecord() external {
        bytes32 inner = innerOf(bitsOf("never seen"));
        bytes memory unknown = abi.encodeWithSelector(IConsents.ConsentsUnknown.selector, idOf(ada, inner));
        vm.startPrank(ada);
        vm.expectRevert(unknown);
        consents.withdrawGranted(inner);
        // A tombstone says nothing of the dataset.
        consents.withdraw(DATASET, list(inner));
        vm.expectRevert(unknown);
        consents.withdrawGranted(inner);
    }

    function test_Withdraw_AfterPause() external {
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        pause(ada, inner);
        vm.warp(START + 5);
        vm.expectEmit();
        emit IConsents.ConsentWithdrawn(id);
        withdraw(ada, inner);
        assertRecord(id, PURPOSES, START, FAR, START + 5, START);
    }

    function testFuzz_Withdraw_ChangesNothingElseOfTheRecord(
        uint64 dataset,
        uint40 end,
        uint32 purposes,
        uint40 time
    ) external {
        end = uint40(bound(end, START + 1, type(uint40).max));
        purposes = uint32(bound(purposes, 1, type(uint32).max));
        time = uint40(bound(time, START, type(uint40).max));
        (bytes32 id, bytes32 inner) = grant(ada, bitsOf(bytes32(uint256(dataset)), 1, FAR, end, purposes));
        vm.warp(time);
        withdraw(ada, inner);
        assertRecord(id, purposes, START, end, time, 0);
    }

    function test_WithdrawBySig_NeverExpiresAndIsHarmlessAgain() external {
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        bytes memory card = sign(ADA_KEY, dao.members, withdrawHash(ada, list(inner)));
        vm.warp(START + 1000 days);
        vm.prank(stranger);
        consents.withdrawBySig(ada, DATASET, list(inner), card);
        vm.assertFalse(consents.isLive(id), "withdrawn by the leave card");
        consents.withdrawBySig(ada, DATASET, list(inner), card);
        assertRecord(id, PURPOSES, START, FAR, START + 1000 days, 0);
    }

    function test_WithdrawBySig_ContractAccount() external {
        address wallet = address(new SignerWallet(ada));
        (bytes32 id, bytes32 inner) = grant(wallet, "salt");
        bytes memory card = sign(ADA_KEY, dao.members, withdrawHash(wallet, list(inner)));
        consents.withdrawBySig(wallet, DATASET, list(inner), card);
        vm.assertFalse(consents.isLive(id), "by ERC-1271");
    }

    function test_RevertWhen_WithdrawalIsSignedByAnother() external {
        (, bytes32 inner) = grant(ada, "salt");
        bytes memory card = sign(BEN_KEY, dao.members, withdrawHash(ada, list(inner)));
        vm.expectRevert(refused(ada));
        consents.withdrawBySig(ada, DATASET, list(inner), card);
    }

    function test_RevertWhen_WithdrawalNamesWhatWasNotSigned() external {
        (, bytes32 inner) = grant(ada, "salt");
        bytes memory card = sign(ADA_KEY, dao.members, withdrawHash(ada, list(inner)));
        bytes32[] memory more = new bytes32[](2);
        (more[0], more[1]) = (inner, "other");
        vm.expectRevert(refused(ada));
        consents.withdrawBySig(ada, DATASET, list("other"), card);
        vm.expectRevert(refused(ada));
        consents.withdrawBySig(ada, DATASET, more, card);
        vm.expectRevert(refused(ada));
        consents.withdrawBySig(ada, OTHER_DATASET, list(inner), card);
    }

    /// @dev All that the admin can do with roles and managers.
    function shutEverything() private {
        bytes4[] memory selectors = new bytes4[](5);
        selectors[0] = IConsents.withdraw.selector;
        selectors[1] = IConsents.withdrawGranted.selector;
        selectors[2] = IConsents.withdrawBySig.selector;
        selectors[3] = IConsents.pause.selector;
        selectors[4] = IOffers.freezeAll.selector;
        address[4] memory targets = [dao.members, dao.contributions, dao.offers, dao.releases];
        for (uint256 i; i < targets.length; ++i) {
            manager.setTargetClosed(targets[i], true);
            manager.setTargetFunctionRole(targets[i], selectors, 99);
        }
        address[5] memory holders = [operator, releaser, reviewer, arbiter, contributorsVoice];
        for (uint64 role = 1; role <= 5; ++role) {
            manager.revokeRole(role, holders[role - 1]);
        }
        manager.revokeRole(0, address(this));
    }

    function test_Withdraw_WhateverTheAdminDoes() external {
        uint64 offer = createOffer();
        (bytes32 first, bytes32 a) = grant(ada, "a");
        (bytes32 second, bytes32 b) = grant(ada, "b");
        (bytes32 third, bytes32 c) = grant(ada, "c");
        (bytes32 fourth, bytes32 d) = grant(ada, "d");
        bytes memory card = sign(ADA_KEY, dao.members, withdrawHash(ada, list(c)));
        shutEverything();
        withdraw(ada, a);
        vm.prank(ada);
        consents.withdrawGranted(b);
        consents.withdrawBySig(ada, DATASET, list(c), card);
        pause(ada, d);
        bytes32[4] memory ids = [first, second, third, fourth];
        for (uint256 i; i < ids.length; ++i) {
            vm.assertTrue(consents.isOver(ids[i]) && isFrozen(offer, ids[i]), "nothing reaches a withdrawal");
        }
    }

    function test_Withdraw_FromEightOffersWithPositionsCallsNoCoin() external {
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        (bytes32 other,) = grant(ben, "salt");
        Leaf[] memory leaves = two(leafOf(id, 3), leafOf(other, 1));
        uint128 earned;
        for (uint64 offer = 1; offer <= 8; ++offer) {
            createOffer();
            enroll(offer, 1, leaves);
            join(offer, 1, leaves, 0);
            buy(offer, 1);
            earned += offers.claimable(offer, id);
        }
        vm.expectCall(address(coin), "", 0);
        withdraw(ada, inner);
        uint128 claimable;
        for (uint64 offer = 1; offer <= 8; ++offer) {
            vm.assertTrue(isFrozen(offer, id), "frozen");
            claimable += offers.claimable(offer, id);
        }
        vm.assertTrue(earned != 0, "there was something");
        vm.assertEq(claimable, earned, "what was earned stays, and nothing was paid");
    }

    function test_Withdraw_NothingEarnedAfterIt() external {
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        (bytes32 other,) = grant(ben, "salt");
        uint64 offer = createOffer();
        Leaf[] memory leaves = two(leafOf(id, 3), leafOf(other, 1));
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 0);
        buy(offer, 1);
        uint128 earned = offers.claimable(offer, id);
        withdraw(ada, inner);
        buy(offer, 1);
        vm.assertEq(offers.claimable(offer, id), earned, "later sales are the others'");
        vm.prank(ada);
        vm.assertEq(offers.claimPayout(offer, inner, ada), earned, "and what was earned is paid");
    }

    function test_RevertWhen_FreezingAllWithoutWithdrawal() external {
        (bytes32 id,) = grant(ada, "salt");
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersOnlyMembers.selector, address(this)));
        offers.freezeAll(DATASET, id);
    }
}
