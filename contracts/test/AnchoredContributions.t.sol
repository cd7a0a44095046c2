// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IContributions } from "../src/interfaces/IContributions.sol";
import { SignedContribution, Status } from "../src/types/Contribution.sol";
import { MemberActs } from "./base/MemberActs.sol";
import { SignerWallet } from "./base/SignerWallet.sol";

// anchorContributions
// ├── when the root was anchored before, by anyone: reverts
// └── otherwise: the time is noted; whoever calls
// admit
// ├── when the root is not anchored, or the leaf not under it: reverts
// ├── when it was anchored after the signed deadline: reverts
// ├── when the account did not sign just this: reverts
// ├── when the id was registered before: reverts
// └── otherwise: registered, and the event says when the root arrived; whoever calls, however late
contract AnchoredContributionsTest is MemberActs {
    function anchored(SignedContribution memory signed)
        private
        returns (bytes32 root, bytes32[] memory proof)
    {
        bytes32 beside = keccak256(abi.encode("beside", signed));
        root = pairRoot(treeLeaf(signed), beside);
        vm.prank(operator);
        contributions.anchorContributions(root, "file");
        return (root, list(beside));
    }

    function test_Anchor() external {
        vm.expectEmit();
        emit IContributions.ContributionsAnchored("root", "file");
        vm.prank(stranger);
        contributions.anchorContributions("root", "file");
        vm.assertEq(contributions.anchoredAt("root"), START, "when");
        vm.assertEq(contributions.anchoredAt("another"), 0, "never");
    }

    function test_RevertWhen_RootIsUsedTwice() external {
        contributions.anchorContributions("root", "file");
        vm.warp(START + 5);
        vm.expectRevert(
            abi.encodeWithSelector(IContributions.ContributionsRootUsed.selector, bytes32("root"))
        );
        contributions.anchorContributions("root", "file");
        vm.assertEq(contributions.anchoredAt("root"), START, "the first time stays");
    }

    function test_Admit() external {
        SignedContribution memory signed = signRegistration(ADA_KEY, "c", START);
        (bytes32 root, bytes32[] memory proof) = anchored(signed);
        // The deadline is for the anchoring, and it was there in time.
        vm.warp(START + 100 days);
        bytes32 id = idOf(ada, "c");
        vm.expectEmit();
        emit IContributions.ContributionRegistered(id, ada, DATASET, "consent", "c");
        vm.expectEmit();
        emit IContributions.ContributionAdmitted(id, root, uint40(START));
        vm.prank(stranger);
        vm.assertEq(contributions.admit(signed, root, proof), id, "id");
        vm.assertEq(contributions.accountOf(id), ada, "the signer's");
        vm.assertEq(uint8(contributions.statusOf(id)), uint8(Status.Registered), "registered");
        setStatus(id, Status.Accepted);
        vm.assertTrue(contributions.wasAcceptedAt(id, uint40(START + 100 days)), "review can say something");
    }

    function test_Admit_InAnyOrderWithoutChangingTheOrderOfArrival() external {
        SignedContribution memory first = signRegistration(ADA_KEY, "c", START);
        SignedContribution memory second = signRegistration(BEN_KEY, "c", START + 10);
        (bytes32 firstRoot, bytes32[] memory firstProof) = anchored(first);
        vm.warp(START + 10);
        (bytes32 secondRoot, bytes32[] memory secondProof) = anchored(second);
        vm.expectEmit();
        emit IContributions.ContributionAdmitted(idOf(ben, "c"), secondRoot, uint40(START + 10));
        contributions.admit(second, secondRoot, secondProof);
        vm.expectEmit();
        emit IContributions.ContributionAdmitted(idOf(ada, "c"), firstRoot, uint40(START));
        contributions.admit(first, firstRoot, firstProof);
    }

    function test_RevertWhen_AdmittedTwice() external {
        SignedContribution memory signed = signRegistration(ADA_KEY, "c", START);
        (bytes32 root, bytes32[] memory proof) = anchored(signed);
        contributions.admit(signed, root, proof);
        bytes memory used =
            abi.encodeWithSelector(IContributions.ContributionsIdUsed.selector, idOf(ada, "c"));
        vm.expectRevert(used);
        contributions.admit(signed, root, proof);
        vm.prank(ada);
        vm.expectRevert(used);
        contributions.register(DATASET, "consent", "c");
    }

    function test_RevertWhen_RegisteredBeforeItIsAdmitted() external {
        SignedContribution memory signed = signRegistration(ADA_KEY, "c", START);
        (bytes32 root, bytes32[] memory proof) = anchored(signed);
        vm.prank(ada);
        contributions.register(DATASET, "consent", "c");
        vm.expectRevert(abi.encodeWithSelector(IContributions.ContributionsIdUsed.selector, idOf(ada, "c")));
        contributions.admit(signed, root, proof);
    }

    function test_RevertWhen_NotUnderTheRoot() external {
        SignedContribution memory signed = signRegistration(ADA_KEY, "c", START);
        (bytes32 root, bytes32[] memory proof) = anchored(signed);
        bytes32 id = idOf(ada, "c");
        vm.expectRevert(
            abi.encodeWithSelector(
                IContributions.ContributionsNotUnderRoot.selector, bytes32("never anchored"), id
            )
        );
        contributions.admit(signed, "never anchored", proof);
        bytes memory notUnder =
            abi.encodeWithSelector(IContributions.ContributionsNotUnderRoot.selector, root, id);
        vm.expectRevert(notUnder);
        contributions.admit(signed, root, list("another sibling"));
        vm.expectRevert(notUnder);
        contributions.admit(signed, root, new bytes32[](0));
        signed.dataset = OTHER_DATASET;
        vm.expectRevert(notUnder);
        contributions.admit(signed, root, proof);
    }

    function testFuzz_Admit_OnlyWhenAnchoredByTheDeadline(uint256 deadline) external {
        SignedContribution memory signed = signRegistration(ADA_KEY, "c", deadline);
        (bytes32 root, bytes32[] memory proof) = anchored(signed);
        if (deadline < START) {
            vm.expectRevert(
                abi.encodeWithSelector(IContributions.ContributionsSignatureExpired.selector, deadline, START)
            );
        }
        contributions.admit(signed, root, proof);
        vm.assertTrue(
            (contributions.accountOf(idOf(ada, "c")) == ada) == (deadline >= START), "in time or not"
        );
    }

    function admitForged(SignedContribution memory forged) private {
        (bytes32 root, bytes32[] memory proof) = anchored(forged);
        vm.expectRevert(
            abi.encodeWithSelector(IContributions.ContributionsInvalidSignature.selector, forged.account)
        );
        contributions.admit(forged, root, proof);
    }

    function test_RevertWhen_TheOperatorForgedTheLeaf() external {
        SignedContribution memory forged = signRegistration(BEN_KEY, "c", START);
        forged.account = ada;
        admitForged(forged);
        forged = signRegistration(ADA_KEY, "c", START);
        forged.commitment = "another";
        admitForged(forged);
        forged = signRegistration(ADA_KEY, "c", START);
        forged.dataset = OTHER_DATASET;
        admitForged(forged);
        forged = signRegistration(ADA_KEY, "c", START);
        forged.consent = "another";
        admitForged(forged);
        forged = signRegistration(ADA_KEY, "c", START);
        forged.deadline += 1;
        admitForged(forged);
        forged.account = address(new SignerWallet(ada));
        admitForged(forged);
    }

    function testFuzz_RevertWhen_NothingCanBeRecovered(bytes32 vs) external {
        SignedContribution memory forged = signRegistration(ADA_KEY, "c", START);
        (forged.r, forged.vs) = (0, vs);
        admitForged(forged);
        forged.account = address(0);
        admitForged(forged);
        forged.account = address(type(uint160).max);
        admitForged(forged);
    }
}
