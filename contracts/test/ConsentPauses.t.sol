// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IConsents } from "../src/interfaces/IConsents.sol";
import { ConsentBits } from "../src/types/Consent.sol";
import { MemberActs } from "./base/MemberActs.sol";
import { SignerWallet } from "./base/SignerWallet.sol";

// pause, pauseBySig
// ├── when signed and the account did not sign just this, or a withdrawal of it: reverts
// ├── when it was paused or withdrawn before: nothing happens
// ├── when nothing was ever seen of it: a tombstone, so that it can never be granted
// ├── where positions freeze: as for a withdrawal
// └── otherwise: for good, since resuming is a new consent; a withdrawal still works after it
contract ConsentPausesTest is MemberActs {
    function refused(address account) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IConsents.ConsentsInvalidSignature.selector, account);
    }

    function test_Pause_FreezesOpenOffers() external {
        uint64 first = createOffer();
        uint64 second = createOffer();
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        vm.warp(START + 5);
        vm.expectEmit();
        emit IConsents.ConsentPaused(id);
        pause(ada, inner);
        vm.assertFalse(consents.isLive(id), "not live");
        vm.assertFalse(consents.covers(id, PURPOSES), "covers nothing");
        vm.assertTrue(consents.isOver(id), "over");
        vm.assertTrue(offers.positionOf(first, id).frozen, "frozen in the first offer");
        vm.assertTrue(offers.positionOf(second, id).frozen, "frozen in the second offer");
        assertRecord(id, PURPOSES, START, FAR, 0, START + 5);
    }

    function test_Pause_TheRecordsDatasetCountsAndNotTheCallers() external {
        uint64 offer = createOffer();
        vm.prank(operator);
        uint64 other = offers.createOffer(OTHER_DATASET, PURPOSES, TERMS, PRICE, 0, 12);
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        bytes32 unseen = idOf(ada, "never seen");
        vm.startPrank(ada);
        consents.pause(OTHER_DATASET, list(inner));
        consents.pause(OTHER_DATASET, list("never seen"));
        vm.assertTrue(offers.positionOf(offer, id).frozen, "frozen where it was granted");
        vm.assertFalse(offers.positionOf(other, id).frozen, "and not where the caller said");
        vm.assertTrue(offers.positionOf(other, unseen).frozen, "what has no record, where the caller said");
        vm.assertFalse(offers.positionOf(offer, unseen).frozen, "and not elsewhere");
    }

    function test_Pause_AgainKeepsTheFirstTime() external {
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        pause(ada, inner);
        vm.warp(START + 5);
        pause(ada, inner);
        assertRecord(id, PURPOSES, START, FAR, 0, START);
    }

    function test_Pause_OfWhatIsWithdrawnDoesNothing() external {
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        withdraw(ada, inner);
        vm.warp(START + 5);
        pause(ada, inner);
        assertRecord(id, PURPOSES, START, FAR, START, 0);
    }

    function test_Pause_OfUnseenIdKeepsItFromBeingGranted() external {
        ConsentBits bits = bitsOf("never seen");
        bytes32 id = idOf(ada, innerOf(bits));
        pause(ada, innerOf(bits));
        vm.assertTrue(consents.isOver(id), "over");
        assertRecord(id, 0, 0, 0, 0, START);
        vm.expectRevert(abi.encodeWithSelector(IConsents.ConsentsIdUsed.selector, id));
        vm.prank(ada);
        consents.record(TERMS, bits);
    }

    function test_Pause_OfAnotherSpoilsNothing() external {
        ConsentBits bits = bitsOf("salt");
        pause(ben, innerOf(bits));
        withdraw(ben, innerOf(bits));
        (bytes32 id,) = grant(ada, bits);
        pause(ben, innerOf(bits));
        vm.assertTrue(consents.isLive(id), "the id is made with the account");
    }

    function test_PauseBySig_NeverExpiresAndIsHarmlessAgain() external {
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        bytes memory signature = sign(ADA_KEY, dao.members, pauseHash(ada, list(inner)));
        vm.warp(START + 1000 days);
        vm.prank(stranger);
        consents.pauseBySig(ada, DATASET, list(inner), signature);
        vm.assertFalse(consents.isLive(id), "paused");
        (bytes32 resumed,) = grant(ada, "resumed");
        consents.pauseBySig(ada, DATASET, list(inner), signature);
        vm.assertTrue(consents.isLive(resumed), "an old pause does not reach a new consent");
    }

    function test_PauseBySig_ContractAccount() external {
        address wallet = address(new SignerWallet(ada));
        (bytes32 id, bytes32 inner) = grant(wallet, "salt");
        bytes memory signature = sign(ADA_KEY, dao.members, pauseHash(wallet, list(inner)));
        consents.pauseBySig(wallet, DATASET, list(inner), signature);
        vm.assertFalse(consents.isLive(id), "by ERC-1271");
    }

    function test_RevertWhen_PauseIsSignedByAnotherOrIsAWithdrawal() external {
        (, bytes32 inner) = grant(ada, "salt");
        bytes memory byBen = sign(BEN_KEY, dao.members, pauseHash(ada, list(inner)));
        vm.expectRevert(refused(ada));
        consents.pauseBySig(ada, DATASET, list(inner), byBen);
        bytes memory withdrawal = sign(ADA_KEY, dao.members, withdrawHash(ada, list(inner)));
        vm.expectRevert(refused(ada));
        consents.pauseBySig(ada, DATASET, list(inner), withdrawal);
        bytes memory paused = sign(ADA_KEY, dao.members, pauseHash(ada, list(inner)));
        vm.expectRevert(refused(ada));
        consents.withdrawBySig(ada, DATASET, list(inner), paused);
        vm.expectRevert(refused(ada));
        consents.pauseBySig(ada, OTHER_DATASET, list(inner), paused);
        vm.expectRevert(refused(ada));
        consents.pauseBySig(ada, DATASET, list("other"), paused);
    }

    function test_Pause_WhileEveryContractIsClosed() external {
        createOffer();
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        manager.setTargetClosed(dao.offers, true);
        manager.setTargetClosed(dao.members, true);
        pause(ada, inner);
        vm.assertFalse(consents.isLive(id), "nothing reaches a member's pause");
    }

    function testFuzz_Pause_ChangesNothingElseOfTheRecord(
        uint64 dataset,
        uint40 end,
        uint32 purposes,
        uint40 time,
        uint40 later
    ) external {
        end = uint40(bound(end, START + 1, type(uint40).max));
        purposes = uint32(bound(purposes, 1, type(uint32).max));
        time = uint40(bound(time, START, type(uint40).max));
        later = uint40(bound(later, time, type(uint40).max));
        (bytes32 id, bytes32 inner) = grant(ada, bitsOf(bytes32(uint256(dataset)), 1, FAR, end, purposes));
        vm.warp(time);
        pause(ada, inner);
        assertRecord(id, purposes, START, end, 0, time);
        vm.warp(later);
        withdraw(ada, inner);
        assertRecord(id, purposes, START, end, later, time);
    }
}
