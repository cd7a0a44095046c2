// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IConsents } from "../src/interfaces/IConsents.sol";
import { IOffers } from "../src/interfaces/IOffers.sol";
import { Consent } from "../src/types/Consent.sol";
import { DaoFixture } from "./base/DaoFixture.sol";
import { SignerWallet } from "./base/SignerWallet.sol";

contract ConsentsTest is DaoFixture {
    bytes32 private constant GRANT = keccak256(
        "GrantConsent(address account,bytes32 dataset,bytes32 agreement,bytes32 terms,uint32 purposes,uint40 end,bytes32 salt,uint256 deadline)"
    );
    bytes32 private constant WITHDRAW =
        keccak256("WithdrawConsents(address account,bytes32 dataset,bytes32[] inners)");
    bytes32 private constant PAUSE =
        keccak256("PauseConsents(address account,bytes32 dataset,bytes32[] inners)");

    function grantHash(address account, Consent memory c, uint256 deadline) private pure returns (bytes32) {
        return keccak256(
            abi.encode(GRANT, account, c.dataset, c.agreement, c.terms, c.purposes, c.end, c.salt, deadline)
        );
    }

    function withdrawHash(address account, bytes32[] memory inners) private pure returns (bytes32) {
        return keccak256(abi.encode(WITHDRAW, account, DATASET, keccak256(abi.encodePacked(inners))));
    }

    function pauseHash(address account, bytes32[] memory inners) private pure returns (bytes32) {
        return keccak256(abi.encode(PAUSE, account, DATASET, keccak256(abi.encodePacked(inners))));
    }

    function list(bytes32 inner) private pure returns (bytes32[] memory inners) {
        inners = new bytes32[](1);
        inners[0] = inner;
    }

    function test_Grant() external {
        Consent memory consent = consentOf("salt");
        bytes32 inner = innerOf(consent);
        bytes32 id = idOf(ada, inner);
        vm.expectEmit();
        emit IConsents.ConsentGranted(
            id, ada, DATASET, inner, consent.agreement, TERMS, PURPOSES, FAR, uint40(START)
        );
        vm.prank(ada);
        vm.assertEq(consents.grant(consent), id, "id");
        (uint32 purposes, uint40 grantedAt, uint40 end, uint40 withdrawnAt, uint40 pausedAt) =
            consents.consentOf(id);
        vm.assertEq(purposes, PURPOSES, "purposes");
        vm.assertEq(grantedAt, START, "grantedAt");
        vm.assertEq(end, FAR, "end");
        vm.assertEq(withdrawnAt, 0, "withdrawnAt");
        vm.assertEq(pausedAt, 0, "pausedAt");
        vm.assertEq(consents.innerOf(consent), inner, "innerOf");
        vm.assertEq(consents.idOf(ada, inner), id, "idOf");
    }

    function test_RevertWhen_IdIsUsedAgain() external {
        (bytes32 id,) = grant(ada, "salt");
        vm.expectRevert(abi.encodeWithSelector(IConsents.ConsentsIdUsed.selector, id));
        vm.prank(ada);
        consents.grant(consentOf("salt"));
    }

    function test_RevertWhen_ReGrantingWithdrawnId() external {
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        withdraw(ada, inner);
        vm.expectRevert(abi.encodeWithSelector(IConsents.ConsentsIdUsed.selector, id));
        vm.prank(ada);
        consents.grant(consentOf("salt"));
    }

    function test_GrantAgain_WithNewSalt() external {
        (, bytes32 inner) = grant(ada, "salt");
        withdraw(ada, inner);
        (bytes32 id,) = grant(ada, "another");
        vm.assertTrue(consents.isLive(id), "a new id lives");
    }

    function test_RevertWhen_EndHasPassed() external {
        Consent memory consent = consentOf("salt");
        consent.end = uint40(START);
        vm.expectRevert(abi.encodeWithSelector(IConsents.ConsentsEndPassed.selector, START, START));
        consents.grant(consent);
    }

    function test_RevertWhen_NothingIsPermitted() external {
        Consent memory consent = consentOf("salt");
        consent.purposes = 0;
        vm.expectRevert(abi.encodeWithSelector(IConsents.ConsentsNoPurposes.selector));
        consents.grant(consent);
    }

    function test_GrantBySig() external {
        Consent memory consent = consentOf("salt");
        bytes memory signature = sign(ADA_KEY, address(consents), grantHash(ada, consent, START));
        vm.prank(stranger);
        bytes32 id = consents.grantBySig(ada, consent, START, signature);
        vm.assertTrue(consents.isLive(id), "relayed");
    }

    function test_GrantBySig_ContractAccount() external {
        address wallet = address(new SignerWallet(ada));
        Consent memory consent = consentOf("salt");
        bytes memory signature = sign(ADA_KEY, address(consents), grantHash(wallet, consent, START));
        vm.assertTrue(consents.isLive(consents.grantBySig(wallet, consent, START, signature)), "by ERC-1271");
    }

    function test_RevertWhen_GrantIsReplayed() external {
        Consent memory consent = consentOf("salt");
        bytes memory signature = sign(ADA_KEY, address(consents), grantHash(ada, consent, START));
        bytes32 id = consents.grantBySig(ada, consent, START, signature);
        vm.expectRevert(abi.encodeWithSelector(IConsents.ConsentsIdUsed.selector, id));
        consents.grantBySig(ada, consent, START, signature);
        withdraw(ada, innerOf(consent));
        vm.expectRevert(abi.encodeWithSelector(IConsents.ConsentsIdUsed.selector, id));
        consents.grantBySig(ada, consent, START, signature);
    }

    function test_RevertWhen_GrantSignatureExpired() external {
        Consent memory consent = consentOf("salt");
        bytes memory signature = sign(ADA_KEY, address(consents), grantHash(ada, consent, START - 1));
        vm.expectRevert(abi.encodeWithSelector(IConsents.ConsentsSignatureExpired.selector, START - 1, START));
        consents.grantBySig(ada, consent, START - 1, signature);
    }

    function test_RevertWhen_GrantIsSignedByAnother() external {
        Consent memory consent = consentOf("salt");
        bytes memory signature = sign(BEN_KEY, address(consents), grantHash(ada, consent, START));
        vm.expectRevert(abi.encodeWithSelector(IConsents.ConsentsInvalidSignature.selector, ada));
        consents.grantBySig(ada, consent, START, signature);
    }

    function testFuzz_RevertWhen_SignedConsentIsWidened(uint32 purposes, uint40 end, bytes32 salt) external {
        Consent memory consent = consentOf("salt");
        bytes memory signature = sign(ADA_KEY, address(consents), grantHash(ada, consent, START));
        vm.assume(purposes != 0 && end > START);
        vm.assume(purposes != consent.purposes || end != consent.end || salt != consent.salt);
        (consent.purposes, consent.end, consent.salt) = (purposes, end, salt);
        vm.expectRevert(abi.encodeWithSelector(IConsents.ConsentsInvalidSignature.selector, ada));
        consents.grantBySig(ada, consent, START, signature);
    }

    function test_RevertWhen_GrantDomainIsForeign() external {
        Consent memory consent = consentOf("salt");
        bytes32 hash = grantHash(ada, consent, START);
        bytes memory error_ = abi.encodeWithSelector(IConsents.ConsentsInvalidSignature.selector, ada);
        bytes memory otherContract = sign(ADA_KEY, address(membership), hash);
        vm.expectRevert(error_);
        consents.grantBySig(ada, consent, START, otherContract);
        bytes memory otherChain = signFor(ADA_KEY, block.chainid + 1, address(consents), hash);
        vm.expectRevert(error_);
        consents.grantBySig(ada, consent, START, otherChain);
    }

    function test_Withdraw_FreezesOpenOffers() external {
        uint64 first = createOffer();
        uint64 second = createOffer();
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        vm.expectEmit();
        emit IConsents.ConsentWithdrawn(id, ada, DATASET, uint40(START));
        withdraw(ada, inner);
        vm.assertFalse(consents.isLive(id), "not live");
        vm.assertTrue(offers.positionOf(first, id).frozen, "frozen in the first offer");
        vm.assertTrue(offers.positionOf(second, id).frozen, "frozen in the second offer");
    }

    function test_Withdraw_LeavesTombstoneForUnseenId() external {
        Consent memory consent = consentOf("never seen");
        bytes32 id = idOf(ada, innerOf(consent));
        withdraw(ada, innerOf(consent));
        (, uint40 grantedAt,, uint40 withdrawnAt,) = consents.consentOf(id);
        vm.assertEq(grantedAt, 0, "never granted");
        vm.assertEq(withdrawnAt, START, "withdrawn");
        vm.assertTrue(consents.isOver(id), "over");
        vm.expectRevert(abi.encodeWithSelector(IConsents.ConsentsIdUsed.selector, id));
        vm.prank(ada);
        consents.grant(consent);
    }

    function test_Withdraw_KeepsTheFirstTime() external {
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        withdraw(ada, inner);
        vm.warp(START + 5);
        withdraw(ada, inner);
        (,,, uint40 withdrawnAt,) = consents.consentOf(id);
        vm.assertEq(withdrawnAt, START, "first");
    }

    function test_Withdraw_OfAnotherTouchesNothing() external {
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        withdraw(ben, inner);
        vm.assertTrue(consents.isLive(id), "the id is made with the account");
    }

    function test_WithdrawBySig_NeverExpiresAndIsHarmlessAgain() external {
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        bytes memory card = sign(ADA_KEY, address(consents), withdrawHash(ada, list(inner)));
        vm.warp(START + 1000 days);
        vm.prank(stranger);
        consents.withdrawBySig(ada, DATASET, list(inner), card);
        vm.assertFalse(consents.isLive(id), "withdrawn by the leave card");
        consents.withdrawBySig(ada, DATASET, list(inner), card);
    }

    function test_RevertWhen_WithdrawalIsSignedByAnother() external {
        (, bytes32 inner) = grant(ada, "salt");
        bytes memory card = sign(BEN_KEY, address(consents), withdrawHash(ada, list(inner)));
        vm.expectRevert(abi.encodeWithSelector(IConsents.ConsentsInvalidSignature.selector, ada));
        consents.withdrawBySig(ada, DATASET, list(inner), card);
    }

    function test_RevertWhen_WithdrawalNamesOtherInners() external {
        (, bytes32 inner) = grant(ada, "salt");
        bytes memory card = sign(ADA_KEY, address(consents), withdrawHash(ada, list(inner)));
        vm.expectRevert(abi.encodeWithSelector(IConsents.ConsentsInvalidSignature.selector, ada));
        consents.withdrawBySig(ada, DATASET, list("other"), card);
    }

    function test_Withdraw_WhileEveryRestrictedFunctionIsClosed() external {
        createOffer();
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        manager.setTargetClosed(address(offers), true);
        withdraw(ada, inner);
        vm.assertFalse(consents.isLive(id), "no pause reaches a withdrawal");
    }

    function test_RevertWhen_FreezingAllWithoutWithdrawal() external {
        (bytes32 id,) = grant(ada, "salt");
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersOnlyConsents.selector, address(this)));
        offers.freezeAll(DATASET, id);
    }

    function test_Pause_FreezesOpenOffers() external {
        uint64 first = createOffer();
        uint64 second = createOffer();
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        vm.expectEmit();
        emit IConsents.ConsentPaused(id, ada, DATASET, uint40(START));
        pause(ada, inner);
        vm.assertFalse(consents.isLive(id), "not live");
        vm.assertFalse(consents.covers(id, PURPOSES), "covers nothing");
        vm.assertTrue(consents.isOver(id), "over");
        vm.assertTrue(offers.positionOf(first, id).frozen, "frozen in the first offer");
        vm.assertTrue(offers.positionOf(second, id).frozen, "frozen in the second offer");
        (, uint40 grantedAt,, uint40 withdrawnAt, uint40 pausedAt) = consents.consentOf(id);
        vm.assertEq(grantedAt, START, "granted");
        vm.assertEq(withdrawnAt, 0, "not withdrawn");
        vm.assertEq(pausedAt, START, "paused");
    }

    function test_Pause_AgainKeepsTheFirstTime() external {
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        pause(ada, inner);
        vm.warp(START + 5);
        pause(ada, inner);
        (,,,, uint40 pausedAt) = consents.consentOf(id);
        vm.assertEq(pausedAt, START, "first");
    }

    function test_Pause_OfWhatIsWithdrawnDoesNothing() external {
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        withdraw(ada, inner);
        vm.warp(START + 5);
        pause(ada, inner);
        (,,, uint40 withdrawnAt, uint40 pausedAt) = consents.consentOf(id);
        vm.assertEq(withdrawnAt, START, "withdrawn before");
        vm.assertEq(pausedAt, 0, "not paused");
    }

    function test_Withdraw_AfterPause() external {
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        pause(ada, inner);
        vm.warp(START + 5);
        vm.expectEmit();
        emit IConsents.ConsentWithdrawn(id, ada, DATASET, uint40(START + 5));
        withdraw(ada, inner);
        (,,, uint40 withdrawnAt, uint40 pausedAt) = consents.consentOf(id);
        vm.assertEq(withdrawnAt, START + 5, "withdrawn");
        vm.assertEq(pausedAt, START, "and was paused");
    }

    function test_Pause_OfUnseenIdKeepsItFromBeingGranted() external {
        Consent memory consent = consentOf("never seen");
        bytes32 id = idOf(ada, innerOf(consent));
        pause(ada, innerOf(consent));
        vm.assertTrue(consents.isOver(id), "over");
        vm.expectRevert(abi.encodeWithSelector(IConsents.ConsentsIdUsed.selector, id));
        vm.prank(ada);
        consents.grant(consent);
    }

    function test_Pause_OfAnotherSpoilsNothing() external {
        Consent memory consent = consentOf("salt");
        pause(ben, innerOf(consent));
        withdraw(ben, innerOf(consent));
        vm.prank(ada);
        bytes32 id = consents.grant(consent);
        pause(ben, innerOf(consent));
        vm.assertTrue(consents.isLive(id), "the id is made with the account");
    }

    function test_PauseBySig_NeverExpiresAndIsHarmlessAgain() external {
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        bytes memory signature = sign(ADA_KEY, address(consents), pauseHash(ada, list(inner)));
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
        Consent memory consent = consentOf("salt");
        vm.prank(wallet);
        bytes32 id = consents.grant(consent);
        bytes memory signature = sign(ADA_KEY, address(consents), pauseHash(wallet, list(innerOf(consent))));
        consents.pauseBySig(wallet, DATASET, list(innerOf(consent)), signature);
        vm.assertFalse(consents.isLive(id), "by ERC-1271");
    }

    function test_RevertWhen_PauseIsSignedByAnotherOrIsAWithdrawal() external {
        (, bytes32 inner) = grant(ada, "salt");
        bytes memory error_ = abi.encodeWithSelector(IConsents.ConsentsInvalidSignature.selector, ada);
        bytes memory byBen = sign(BEN_KEY, address(consents), pauseHash(ada, list(inner)));
        vm.expectRevert(error_);
        consents.pauseBySig(ada, DATASET, list(inner), byBen);
        bytes memory withdrawal = sign(ADA_KEY, address(consents), withdrawHash(ada, list(inner)));
        vm.expectRevert(error_);
        consents.pauseBySig(ada, DATASET, list(inner), withdrawal);
        bytes memory paused = sign(ADA_KEY, address(consents), pauseHash(ada, list(inner)));
        vm.expectRevert(error_);
        consents.withdrawBySig(ada, DATASET, list(inner), paused);
        bytes memory otherChain =
            signFor(ADA_KEY, block.chainid + 1, address(consents), pauseHash(ada, list(inner)));
        vm.expectRevert(error_);
        consents.pauseBySig(ada, DATASET, list(inner), otherChain);
    }

    function test_Pause_WhileEveryRestrictedFunctionIsClosed() external {
        createOffer();
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        manager.setTargetClosed(address(offers), true);
        pause(ada, inner);
        vm.assertFalse(consents.isLive(id), "nothing reaches a member's pause");
    }

    function test_Pause_LiveAtAndEligible() external {
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        vm.warp(START + 10);
        pause(ada, inner);
        vm.assertTrue(consents.isLiveAt(id, uint40(START)), "from the grant on");
        vm.assertTrue(consents.isLiveAt(id, uint40(START + 10)), "in the second of the pause");
        vm.assertFalse(consents.isLiveAt(id, uint40(START + 11)), "after it");
        vm.assertTrue(consents.isEligible(id, DATASET, PURPOSES, uint40(START + 10), FAR), "cut before");
        vm.assertFalse(consents.isEligible(id, DATASET, PURPOSES, uint40(START + 11), FAR), "cut after");
    }

    function test_LiveAt() external {
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        vm.warp(START + 10);
        withdraw(ada, inner);
        vm.assertFalse(consents.isLiveAt(id, uint40(START - 1)), "before");
        vm.assertTrue(consents.isLiveAt(id, uint40(START)), "from the grant on");
        vm.assertTrue(consents.isLiveAt(id, uint40(START + 10)), "in the second of the withdrawal");
        vm.assertFalse(consents.isLiveAt(id, uint40(START + 11)), "after it");
    }

    function test_Expires() external {
        (bytes32 id,) = grant(ada, "salt");
        vm.assertTrue(consents.isLiveAt(id, FAR - 1), "until the end");
        vm.assertFalse(consents.isLiveAt(id, FAR), "not at it");
        vm.warp(FAR);
        vm.assertFalse(consents.isLive(id), "expired");
        vm.assertTrue(consents.isOver(id), "over");
    }

    function testFuzz_Covers(uint32 asked) external {
        (bytes32 id,) = grant(ada, "salt");
        vm.assertTrue(consents.covers(id, asked) == (asked & ~PURPOSES == 0), "only what was permitted");
    }

    function test_Eligible() external {
        (bytes32 id,) = grant(ada, "salt");
        uint40 at = uint40(START);
        vm.assertTrue(consents.isEligible(id, DATASET, PURPOSES, at, FAR), "eligible");
        vm.assertFalse(consents.isEligible(id, "other", PURPOSES, at, FAR), "another dataset");
        vm.assertFalse(consents.isEligible(id, DATASET, PURPOSES | 4, at, FAR), "more purposes");
        vm.assertFalse(consents.isEligible(id, DATASET, PURPOSES, at, FAR + 1), "ends before");
        vm.assertFalse(consents.isEligible(id, DATASET, PURPOSES, at - 1, FAR), "not granted yet");
    }
}
