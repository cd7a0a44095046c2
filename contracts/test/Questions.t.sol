// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IReleases } from "../src/interfaces/IReleases.sol";
import { AnchoredConsent, SignedConsent } from "../src/types/Consent.sol";
import { Assertion } from "../src/types/Release.sol";
import { Leaf, LeafProof } from "../src/types/SumTree.sol";
import { AnchoredFixture } from "./base/AnchoredFixture.sol";

// askLeaf
//   nothing pending, window over, point not below the total, asked before → refused; else → a stake, and it waits
// showLeaf
//   not asked, leaf not in the tree, leaf not over the point → refused
//   consent neither recorded and eligible nor anchored and eligible → insufficient
//   else → the stake is the answerer's
// strikeUnanswered: not asked, too early → refused; else → stake back and half the bond
// takeBackStake: not asked, still pending → refused; else → stake back
contract QuestionsTest is AnchoredFixture {
    bytes32 private caiId;
    AnchoredConsent private anchored;

    function setUp() public override {
        super.setUp();
        (AnchoredConsent memory made, bytes32 id) = anchor(bitsOf("c"));
        (anchored, caiId) = (made, id);
        fund(stranger);
    }

    function leaves() private view returns (Leaf[] memory) {
        return two(leafOf(adaId, 3), leafOf(caiId, 4));
    }

    function open(Leaf[] memory tree) private {
        assertTree(offer, 1, tree);
    }

    function ask(uint64 point) private {
        vm.prank(stranger);
        releases.askLeaf(pendingOf(1), point);
    }

    function show(uint64 point, Leaf[] memory tree, uint256 index, AnchoredConsent memory shown) private {
        vm.prank(releaser);
        releases.showLeaf(pendingOf(1), point, proveLeaf(tree, index), shown);
    }

    function hash() private view returns (bytes32) {
        return keccak256(abi.encode(pendingOf(1)));
    }

    function expectInsufficient(bytes32 consentId) private {
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesAnswerInsufficient.selector, consentId));
    }

    // Ask

    function test_AskLeaf_TakesAStakeAndWaits() external {
        open(leaves());
        uint256 before = coin.balanceOf(stranger);
        vm.expectEmit();
        emit IReleases.LeafAsked(offer, 1, stranger, 6, uint40(START + WINDOW));
        ask(6);
        vm.assertEq(before - coin.balanceOf(stranger), QUESTION_STAKE, "taken");
        vm.assertEq(releases.questionOf(hash(), 6).asker, stranger, "noted");
        vm.assertEq(releases.pendingOf(offer).questions, 1, "one open");
    }

    function test_RevertWhen_ActivatingWithAnOpenQuestion() external {
        open(leaves());
        ask(0);
        ask(6);
        show(0, leaves(), 0, nothing());
        vm.warp(START + WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesQuestionsOpen.selector, offer, 1));
        releases.activateRelease(pendingOf(1));
        show(6, leaves(), 1, anchored);
        releases.activateRelease(pendingOf(1));
    }

    function test_RevertWhen_AskingTwice() external {
        open(leaves());
        ask(3);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesAskedAlready.selector, 3));
        vm.prank(buyer);
        releases.askLeaf(pendingOf(1), 3);
        show(3, leaves(), 1, anchored);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesAskedAlready.selector, 3));
        vm.prank(stranger);
        releases.askLeaf(pendingOf(1), 3);
    }

    function test_RevertWhen_AskingAfterTheWindow() external {
        open(leaves());
        vm.warp(START + WINDOW);
        vm.expectRevert(
            abi.encodeWithSelector(IReleases.ReleasesWindowOver.selector, offer, 1, START + WINDOW)
        );
        vm.prank(stranger);
        releases.askLeaf(pendingOf(1), 3);
    }

    function test_RevertWhen_AskingForNothing() external {
        open(leaves());
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesInvalidPoint.selector, 7, 7));
        vm.prank(stranger);
        releases.askLeaf(pendingOf(1), 7);
        Assertion memory other = pendingOf(1);
        other.manifest = "another";
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesNotPending.selector, offer, 1));
        vm.prank(stranger);
        releases.askLeaf(other, 3);
    }

    // Show

    function test_ShowLeaf_WithARecordedConsent() external {
        open(leaves());
        ask(2);
        vm.expectEmit();
        emit IReleases.LeafShown(offer, 1, releaser, 2);
        show(2, leaves(), 0, nothing());
        vm.assertEq(releases.credit(releaser), QUESTION_STAKE, "the stake is the answerer's");
        vm.assertEq(releases.pendingOf(offer).questions, 0, "none open");
        vm.assertEq(releases.questionOf(hash(), 2).asker, address(0), "answered");
    }

    function test_ShowLeaf_WithAnAnchoredConsent() external {
        open(leaves());
        ask(3);
        show(3, leaves(), 1, anchored);
        vm.assertEq(releases.credit(releaser), QUESTION_STAKE, "the stake is the answerer's");
        activate(offer, 1);
    }

    function test_ShowLeaf_ByAnyoneAndLateButBeforeItIsStruck() external {
        open(leaves());
        ask(3);
        vm.warp(START + 2 * WINDOW);
        LeafProof memory proof = proveLeaf(leaves(), 1);
        vm.prank(buyer);
        releases.showLeaf(pendingOf(1), 3, proof, anchored);
        vm.assertEq(releases.credit(buyer), QUESTION_STAKE, "whoever answers");
    }

    function test_ShowLeaf_AnchoredAndWithdrawnAfterTheAssertionsTime() external {
        open(leaves());
        ask(3);
        vm.warp(START + 1);
        withdraw(cai, innerOf(bitsOf("c")));
        show(3, leaves(), 1, anchored);
    }

    function test_RevertWhen_NotAskedOrAnsweredAlready() external {
        open(leaves());
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesNotAsked.selector, 3));
        show(3, leaves(), 1, anchored);
        ask(3);
        show(3, leaves(), 1, anchored);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesNotAsked.selector, 3));
        show(3, leaves(), 1, anchored);
    }

    function test_RevertWhen_TheLeafIsAnotherOne() external {
        open(leaves());
        ask(2);
        ask(3);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesInvalidPoint.selector, 2, 4));
        show(2, leaves(), 1, anchored);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesInvalidPoint.selector, 3, 3));
        show(3, leaves(), 0, nothing());
        Leaf[] memory other = two(leafOf(adaId, 4), leafOf(caiId, 3));
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesInvalidProof.selector, offer, 1, 0));
        show(2, other, 0, nothing());
    }

    function test_RevertWhen_NoConsentIsShown() external {
        open(leaves());
        ask(3);
        expectInsufficient(caiId);
        show(3, leaves(), 1, nothing());
    }

    function test_RevertWhen_TheAnchoredConsentIsAnothers() external {
        open(leaves());
        ask(3);
        (AnchoredConsent memory other,) = anchor(bitsOf("other"));
        expectInsufficient(caiId);
        show(3, leaves(), 1, other);
    }

    function test_RevertWhen_TheRecordedConsentWasWithdrawnBefore() external {
        withdraw(ada, adaInner);
        vm.warp(START + 1);
        open(leaves());
        ask(0);
        expectInsufficient(adaId);
        show(0, leaves(), 0, nothing());
    }

    function test_RevertWhen_TheAnchoredConsentWasWithdrawnBefore() external {
        withdraw(cai, innerOf(bitsOf("c")));
        vm.warp(START + 1);
        open(leaves());
        ask(3);
        expectInsufficient(caiId);
        show(3, leaves(), 1, anchored);
    }

    function test_RevertWhen_AnchoredAfterTheAssertionsTime() external {
        SignedConsent memory late = signConsent(CAI_KEY, bitsOf("late"));
        bytes32 lateId = idOf(cai, innerOf(bitsOf("late")));
        Leaf[] memory tree = one(leafOf(lateId, 4));
        open(tree);
        ask(3);
        vm.warp(START + 1);
        (AnchoredConsent memory shown,) = anchor(late);
        expectInsufficient(lateId);
        show(3, tree, 0, shown);
    }

    function test_RevertWhen_AnOperatorForgesAnAnchoredConsent() external {
        SignedConsent memory forged = signConsent(BEN_KEY, bitsOf("forged"));
        forged.account = cai;
        (AnchoredConsent memory shown, bytes32 forgedId) = anchor(forged);
        Leaf[] memory tree = one(leafOf(forgedId, 4));
        open(tree);
        ask(3);
        expectInsufficient(forgedId);
        show(3, tree, 0, shown);
    }

    // Nobody answers

    function test_StrikeUnanswered() external {
        Leaf[] memory tree = two(leafOf(adaId, 3), leafOf("nobody", 4));
        open(tree);
        vm.warp(START + WINDOW - 1);
        ask(5);
        uint40 answerBy = uint40(START + 2 * WINDOW - 1);
        vm.warp(answerBy);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesAnswerDue.selector, 5, answerBy));
        releases.strikeUnanswered(pendingOf(1), 5);
        vm.warp(answerBy + 1);
        vm.expectEmit();
        emit IReleases.ReleaseChallenged(offer, 1, stranger, 0);
        releases.strikeUnanswered(pendingOf(1), 5);
        vm.assertEq(releases.credit(stranger), QUESTION_STAKE + MIN_BOND / 2, "stake and half the bond");
        vm.assertEq(releases.forfeited(offer), MIN_BOND / 2, "half for the pool");
        vm.assertFalse(isPending(), "struck out");
    }

    function test_RevertWhen_StrikingWhatWasNotAsked() external {
        open(leaves());
        ask(3);
        vm.warp(START + 2 * WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesNotAsked.selector, 4));
        releases.strikeUnanswered(pendingOf(1), 4);
    }

    function test_TakeBackStake_OnceTheAssertionIsGone() external {
        open(leaves());
        ask(3);
        vm.prank(buyer);
        releases.askLeaf(pendingOf(1), 4);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesPending.selector, offer));
        releases.takeBackStake(pendingOf(1), 3);
        vm.warp(START + WINDOW + 1);
        releases.strikeUnanswered(pendingOf(1), 3);
        releases.takeBackStake(pendingOf(1), 4);
        vm.assertEq(releases.credit(buyer), QUESTION_STAKE, "back");
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesNotAsked.selector, 4));
        releases.takeBackStake(pendingOf(1), 4);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesNotAsked.selector, 3));
        releases.takeBackStake(pendingOf(1), 3);
    }

    function test_Questions_DoNotReachTheNextAssertion() external {
        open(leaves());
        ask(3);
        Assertion memory old = pendingOf(1);
        vm.prank(arbiter);
        releases.cancelRelease(old);
        vm.warp(START + 1);
        open(leaves());
        vm.assertEq(releases.pendingOf(offer).questions, 0, "none open");
        releases.takeBackStake(old, 3);
        vm.assertEq(releases.credit(stranger), QUESTION_STAKE, "back");
        activate(offer, 1);
    }
}
