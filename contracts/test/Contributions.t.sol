// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { IContributions } from "../src/interfaces/IContributions.sol";
import { Status } from "../src/types/Contribution.sol";
import { MemberActs } from "./base/MemberActs.sol";
import { SignerWallet } from "./base/SignerWallet.sol";

// register, registerBySig
// ├── when the id was registered before, by this account: reverts
// ├── when signed
// │   ├── when the deadline has passed: reverts
// │   └── when the account did not sign just this: reverts
// └── otherwise: registered, in the order of the events
// setStatus
// ├── when the caller is not review: reverts
// ├── when there is not one status for each: reverts
// ├── when a status is no outcome of review: reverts
// ├── when unknown, retracted, or accepted and then taken out: reverts
// ├── when it is what it was: nothing happens
// └── otherwise: it changes, and the times of acceptance and of its end are kept
// retract
// ├── when the caller is another: reverts
// └── otherwise: for good
contract ContributionsTest is MemberActs {
    function registerHash(address account, uint256 deadline) private pure returns (bytes32) {
        return registerHash(account, "c", deadline);
    }

    function test_Register_InOrderOfArrival() external {
        vm.expectEmit();
        emit IContributions.ContributionRegistered(idOf(ada, "a"), ada, DATASET, "consent", "a");
        vm.prank(ada);
        bytes32 id = contributions.register(DATASET, "consent", "a");
        vm.assertEq(id, contributions.idOf(ada, "a"), "id");
        vm.expectEmit();
        emit IContributions.ContributionRegistered(idOf(ben, "a"), ben, DATASET, "consent", "a");
        vm.prank(ben);
        contributions.register(DATASET, "consent", "a");
        vm.assertEq(uint8(contributions.statusOf(id)), uint8(Status.Registered), "registered");
        vm.assertEq(contributions.accountOf(id), ada, "account");
    }

    function test_RevertWhen_RegisteredTwice() external {
        vm.startPrank(ada);
        bytes32 id = contributions.register(DATASET, "consent", "a");
        vm.expectRevert(abi.encodeWithSelector(IContributions.ContributionsIdUsed.selector, id));
        contributions.register(DATASET, "consent", "a");
    }

    function test_RegisterBySig() external {
        bytes memory signature = sign(ADA_KEY, address(contributions), registerHash(ada, START));
        vm.prank(stranger);
        bytes32 id = contributions.registerBySig(ada, DATASET, "consent", "c", START, signature);
        vm.assertEq(contributions.accountOf(id), ada, "relayed");
        vm.expectRevert(abi.encodeWithSelector(IContributions.ContributionsIdUsed.selector, id));
        contributions.registerBySig(ada, DATASET, "consent", "c", START, signature);
    }

    function test_RegisterBySig_ContractAccount() external {
        address wallet = address(new SignerWallet(ada));
        bytes memory signature = sign(ADA_KEY, address(contributions), registerHash(wallet, START));
        bytes32 id = contributions.registerBySig(wallet, DATASET, "consent", "c", START, signature);
        vm.assertEq(contributions.accountOf(id), wallet, "by ERC-1271");
    }

    function test_RevertWhen_SignatureExpired() external {
        bytes memory signature = sign(ADA_KEY, address(contributions), registerHash(ada, START - 1));
        vm.expectRevert(
            abi.encodeWithSelector(IContributions.ContributionsSignatureExpired.selector, START - 1, START)
        );
        contributions.registerBySig(ada, DATASET, "consent", "c", START - 1, signature);
    }

    function test_RevertWhen_SignatureIsForAnotherMessage() external {
        bytes32 hash = registerHash(ada, START);
        bytes memory error_ =
            abi.encodeWithSelector(IContributions.ContributionsInvalidSignature.selector, ada);
        bytes memory good = sign(ADA_KEY, address(contributions), hash);
        bytes memory otherSigner = sign(BEN_KEY, address(contributions), hash);
        bytes memory otherContract = sign(ADA_KEY, dao.members, hash);
        bytes memory otherChain = signFor(ADA_KEY, block.chainid + 1, address(contributions), hash);
        vm.expectRevert(error_);
        contributions.registerBySig(ada, DATASET, "other", "c", START, good);
        vm.expectRevert(error_);
        contributions.registerBySig(ada, DATASET, "consent", "c", START, otherSigner);
        vm.expectRevert(error_);
        contributions.registerBySig(ada, DATASET, "consent", "c", START, otherContract);
        vm.expectRevert(error_);
        contributions.registerBySig(ada, DATASET, "consent", "c", START, otherChain);
    }

    function test_SetStatus_RejectedCanBeAcceptedOnAppeal() external {
        vm.prank(ada);
        bytes32 id = contributions.register(DATASET, "consent", "a");
        setStatus(id, Status.Rejected);
        vm.expectEmit();
        emit IContributions.ContributionStatusChanged(id, uint8(Status.Accepted), uint40(START));
        setStatus(id, Status.Accepted);
        vm.assertFalse(contributions.isEnded(id), "not ended");
    }

    function test_SetStatus_SaysWhenItWasAccepted() external {
        vm.prank(ada);
        bytes32 id = contributions.register(DATASET, "consent", "a");
        vm.warp(START + 10);
        setStatus(id, Status.Accepted);
        vm.warp(START + 20);
        setStatus(id, Status.Accepted);
        setStatus(id, Status.Rejected);
        vm.assertFalse(contributions.wasAcceptedAt(id, uint40(START + 9)), "before");
        vm.assertTrue(contributions.wasAcceptedAt(id, uint40(START + 10)), "from then on");
        vm.assertTrue(contributions.wasAcceptedAt(id, uint40(START + 20)), "through its last second");
        vm.assertFalse(contributions.wasAcceptedAt(id, uint40(START + 21)), "after");
        vm.assertTrue(contributions.isEnded(id), "ended");
        vm.expectRevert(
            abi.encodeWithSelector(IContributions.ContributionsStatusFinal.selector, id, Status.Rejected)
        );
        this.setStatusExternal(id, Status.Accepted);
    }

    function test_RevertWhen_StatusIsNotForReview() external {
        vm.prank(ada);
        bytes32 id = contributions.register(DATASET, "consent", "a");
        Status[3] memory wrong = [Status.None, Status.Registered, Status.Retracted];
        for (uint256 i; i < wrong.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IContributions.ContributionsStatusNotForReview.selector, wrong[i])
            );
            this.setStatusExternal(id, wrong[i]);
        }
    }

    function test_RevertWhen_ContributionIsUnknown() external {
        vm.expectRevert(abi.encodeWithSelector(IContributions.ContributionsUnknown.selector, bytes32("none")));
        this.setStatusExternal("none", Status.Accepted);
    }

    function test_RevertWhen_LengthsDiffer() external {
        vm.expectRevert(abi.encodeWithSelector(IContributions.ContributionsLengthMismatch.selector, 1, 0));
        vm.prank(reviewer);
        contributions.setStatus(new bytes32[](1), new Status[](0));
    }

    function test_Retract() external {
        bytes32 id = accept(ada, "a");
        vm.prank(ada);
        contributions.retract(id);
        vm.assertEq(uint8(contributions.statusOf(id)), uint8(Status.Retracted), "retracted");
        vm.assertTrue(contributions.isEnded(id), "ended");
        vm.expectRevert(
            abi.encodeWithSelector(IContributions.ContributionsStatusFinal.selector, id, Status.Retracted)
        );
        this.setStatusExternal(id, Status.Accepted);
    }

    function test_RevertWhen_RetractedByAnother() external {
        bytes32 id = accept(ada, "a");
        vm.expectRevert(abi.encodeWithSelector(IContributions.ContributionsNotOwner.selector, id, ben));
        vm.prank(ben);
        contributions.retract(id);
    }

    function test_RevertWhen_StatusIsSetByAnother() external {
        address[4] memory others = [ada, operator, arbiter, address(this)];
        vm.prank(ada);
        bytes32 id = contributions.register(DATASET, "consent", "a");
        Status[] memory statuses = new Status[](1);
        statuses[0] = Status.Accepted;
        for (uint256 i; i < others.length; ++i) {
            vm.prank(others[i]);
            vm.expectRevert(
                abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, others[i])
            );
            contributions.setStatus(list(id), statuses);
        }
    }

    function test_Register_NothingIsKnownBefore() external view {
        vm.assertEq(uint8(contributions.statusOf("none")), uint8(Status.None), "no status");
        vm.assertEq(contributions.accountOf("none"), address(0), "nobody's");
        vm.assertFalse(contributions.wasAcceptedAt("none", 0), "never accepted");
        vm.assertFalse(contributions.isEnded("none"), "never ended");
    }

    function testFuzz_Register_AnIdIsTheAccountsOwn(address account, bytes32 commitment) external {
        vm.prank(account);
        bytes32 id = contributions.register(DATASET, "consent", commitment);
        vm.assertEq(id, keccak256(abi.encodePacked(account, commitment)), "made with the account");
        vm.assertEq(id, contributions.idOf(account, commitment), "idOf");
        vm.assertEq(contributions.accountOf(id), account, "account");
    }

    function testFuzz_SetStatus_Transitions(uint8[6] memory picks) external {
        vm.prank(ada);
        bytes32 id = contributions.register(DATASET, "consent", "a");
        Status status = Status.Registered;
        uint40 acceptedAt;
        uint40 endedAt;
        for (uint256 i; i < picks.length; ++i) {
            uint40 time = uint40(START + 10 * (i + 1));
            vm.warp(time);
            // Accepted, Rejected, Returned by review; Retracted by the member.
            Status next = Status(2 + picks[i] % 4);
            bool isFinal = status == Status.Retracted || endedAt != 0;
            if (isFinal) {
                vm.expectRevert(
                    abi.encodeWithSelector(IContributions.ContributionsStatusFinal.selector, id, status)
                );
            } else {
                if (next == Status.Accepted && acceptedAt == 0) acceptedAt = time;
                else if (next != Status.Accepted && acceptedAt != 0) endedAt = time;
                status = next;
            }
            this.change(id, next);
            vm.assertEq(uint8(contributions.statusOf(id)), uint8(status), "status");
            vm.assertTrue(contributions.isEnded(id) == (endedAt != 0), "ended");
            for (uint40 at = uint40(START); at <= time + 1; at += 5) {
                bool was = acceptedAt != 0 && acceptedAt <= at && (endedAt == 0 || at <= endedAt);
                vm.assertTrue(contributions.wasAcceptedAt(id, at) == was, "accepted then");
            }
        }
    }

    function test_SetStatus_TheSameAgainIsNoChange() external {
        bytes32 id = accept(ada, "a");
        vm.warp(START + 10);
        setStatus(id, Status.Accepted);
        vm.assertTrue(contributions.wasAcceptedAt(id, uint40(START)), "accepted since the first time");
    }

    function test_SetStatus_OneWrongChangesNone() external {
        vm.prank(ada);
        bytes32 id = contributions.register(DATASET, "consent", "a");
        bytes32[] memory ids = new bytes32[](2);
        Status[] memory statuses = new Status[](2);
        (ids[0], ids[1], statuses[0], statuses[1]) = (id, "none", Status.Accepted, Status.Accepted);
        vm.expectRevert(abi.encodeWithSelector(IContributions.ContributionsUnknown.selector, bytes32("none")));
        vm.prank(reviewer);
        contributions.setStatus(ids, statuses);
        vm.assertEq(uint8(contributions.statusOf(id)), uint8(Status.Registered), "as before");
    }

    function test_Retract_BeforeReviewEndsNothing() external {
        vm.startPrank(ada);
        bytes32 id = contributions.register(DATASET, "consent", "a");
        contributions.retract(id);
        vm.assertFalse(contributions.isEnded(id), "it was never accepted");
        vm.expectRevert(
            abi.encodeWithSelector(IContributions.ContributionsStatusFinal.selector, id, Status.Retracted)
        );
        contributions.retract(id);
    }

    function test_Retract_WhateverTheAdminDoes() external {
        bytes32 id = accept(ada, "a");
        manager.setTargetClosed(dao.contributions, true);
        vm.prank(ada);
        contributions.retract(id);
        vm.assertTrue(contributions.isEnded(id), "the member's own act");
    }

    function change(bytes32 id, Status status) external {
        if (status != Status.Retracted) return setStatus(id, status);
        vm.prank(ada);
        contributions.retract(id);
    }

    /// @dev One call deeper, so that an expected revert meets the right one.
    function setStatusExternal(bytes32 id, Status status) external {
        setStatus(id, status);
    }
}
