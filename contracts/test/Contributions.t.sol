// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IContributions } from "../src/interfaces/IContributions.sol";
import { Status } from "../src/types/Contribution.sol";
import { DaoFixture } from "./base/DaoFixture.sol";
import { SignerWallet } from "./base/SignerWallet.sol";

contract ContributionsTest is DaoFixture {
    bytes32 private constant REGISTER = keccak256(
        "RegisterContribution(address account,bytes32 dataset,bytes32 consent,bytes32 commitment,uint256 deadline)"
    );

    function registerHash(address account, uint256 deadline) private pure returns (bytes32) {
        return keccak256(abi.encode(REGISTER, account, DATASET, bytes32("consent"), bytes32("c"), deadline));
    }

    function test_Register_InOrderOfArrival() external {
        vm.expectEmit();
        emit IContributions.ContributionRegistered(
            idOf(ada, "a"), ada, DATASET, "consent", "a", 1, uint40(START)
        );
        vm.prank(ada);
        bytes32 id = contributions.register(DATASET, "consent", "a");
        vm.assertEq(id, contributions.idOf(ada, "a"), "id");
        vm.expectEmit();
        emit IContributions.ContributionRegistered(
            idOf(ben, "a"), ben, DATASET, "consent", "a", 2, uint40(START)
        );
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
        bytes memory otherContract = sign(ADA_KEY, address(membership), hash);
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

    /// @dev One call deeper, so that an expected revert meets the right one.
    function setStatusExternal(bytes32 id, Status status) external {
        setStatus(id, status);
    }
}
