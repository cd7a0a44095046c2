// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IReleases } from "../src/interfaces/IReleases.sol";
import { AnchoredConsent, SignedConsent } from "../src/types/Consent.sol";
import { Assertion } from "../src/types/Release.sol";
import { Leaf, LeafProof, Part, PartProof } from "../src/types/SumTree.sol";
import { AnchoredFixture } from "./base/AnchoredFixture.sol";
import { Trees } from "./base/Trees.sol";

// challengeDeadConsent
//   not pending, or a leaf that is not in the tree → refused
//   nothing recorded that counts at T (no record, a tombstone of later, a grant of later) → not decidable: an anchored
//     consent may carry it
//   withdrawn or paused before T; ends before the release; other purposes; another dataset → struck out
//   withdrawn or paused at or after T; live → no fault
// challengeUnaccepted
//   accepted at T, also when retracted later → no fault; otherwise → struck out
// challengeDuplicate
//   the same contribution in one leaf, in two leaves, or in an active release → struck out
//   one place named twice, two contributions, a frozen or cut other place, a release that is not active → refused
contract ChallengesTest is AnchoredFixture {
    bytes32 private adaData;
    bytes32 private benData;

    function setUp() public override {
        super.setUp();
        adaData = accept(ada, "a");
        benData = accept(ben, "b");
    }

    function twoParts(bytes32 a, bytes32 b) private pure returns (Part[] memory parts) {
        parts = new Part[](2);
        (parts[0], parts[1]) = (Part(a, 3), Part(b, 4));
    }

    function honest() private view returns (Leaf[] memory) {
        return two(leafOf(adaId, partsOf(adaData, 3)), leafOf(benId, partsOf(benData, 4)));
    }

    function challenge(Leaf[] memory leaves, uint256 index) private {
        releases.challengeDeadConsent(pendingOf(1), proveLeaf(leaves, index));
    }

    function challengeLater(Leaf[] memory leaves, uint256 index, bytes4 problem) private {
        LeafProof memory proof = proveLeaf(leaves, index);
        vm.expectRevert(
            problem == IReleases.ReleasesNotDecidable.selector
                ? abi.encodeWithSelector(problem, leaves[index].consentId)
                : abi.encodeWithSelector(problem, offer, 1, leaves[index].consentId)
        );
        releases.challengeDeadConsent(pendingOf(1), proof);
    }

    function duplicate(
        uint32 release,
        LeafProof memory leaf,
        PartProof memory part,
        uint32 otherRelease,
        LeafProof memory otherLeaf,
        PartProof memory otherPart
    ) private {
        releases.challengeDuplicate(pendingOf(release), leaf, part, otherRelease, otherLeaf, otherPart);
    }

    function expectStruck() private view {
        vm.assertFalse(isPending(), "struck out");
        vm.assertEq(releases.credit(address(this)), MIN_BOND / 2, "half the bond is the challenger's");
        vm.assertEq(releases.forfeited(offer), MIN_BOND - MIN_BOND / 2, "half the pool's");
    }

    function expectNoFault(uint32 release, bytes32 consentId) private {
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesNoFault.selector, offer, release, consentId));
    }

    // A consent that does not carry its leaf

    function test_ChallengeDeadConsent_WithdrawnBefore() external {
        withdraw(ada, adaInner);
        vm.warp(START + 1);
        Leaf[] memory leaves = honest();
        assertTree(offer, 1, leaves);
        vm.expectEmit();
        emit IReleases.ReleaseChallenged(offer, 1, address(this), adaId);
        challenge(leaves, 0);
        expectStruck();
        vm.warp(START + 2);
        enroll(offer, 1, one(leafOf(benId, 3)));
    }

    function test_ChallengeDeadConsent_PausedBefore() external {
        pause(ada, adaInner);
        vm.warp(START + 1);
        Leaf[] memory leaves = honest();
        assertTree(offer, 1, leaves);
        challenge(leaves, 0);
        expectStruck();
    }

    function test_ChallengeDeadConsent_EndsBeforeTheRelease() external {
        Leaf[] memory leaves = honest();
        assertRoot(offer, 1, Trees.rootOf(Trees.leafNodes(leaves), 0x01).hash, 7, FAR + 1);
        challenge(leaves, 1);
        expectStruck();
    }

    function test_ChallengeDeadConsent_OfferAsksForMorePurposes() external {
        vm.prank(operator);
        offer = offers.createOffer(DATASET, PURPOSES | 8, TERMS, PRICE, 0, 12);
        Leaf[] memory leaves = honest();
        assertTree(offer, 1, leaves);
        challenge(leaves, 0);
        expectStruck();
    }

    function test_ChallengeDeadConsent_OfAnotherDataset() external {
        vm.prank(operator);
        offer = offers.createOffer(bytes32(uint256(7)), PURPOSES, TERMS, PRICE, 0, 12);
        Leaf[] memory leaves = honest();
        assertTree(offer, 1, leaves);
        challenge(leaves, 0);
        expectStruck();
    }

    function test_ChallengeDeadConsent_IdThatWasWithdrawnUnseen() external {
        bytes32 planned = idOf(cai, innerOf(bitsOf("never")));
        withdraw(cai, innerOf(bitsOf("never")));
        vm.warp(START + 1);
        Leaf[] memory leaves = one(leafOf(planned, 3));
        assertTree(offer, 1, leaves);
        challenge(leaves, 0);
        expectStruck();
    }

    function test_RevertWhen_ConsentWasLive() external {
        Leaf[] memory leaves = honest();
        assertTree(offer, 1, leaves);
        challengeLater(leaves, 0, IReleases.ReleasesNoFault.selector);
    }

    function test_RevertWhen_WithdrawnAtOrAfterTheAssertionsTime() external {
        Leaf[] memory leaves = honest();
        assertTree(offer, 1, leaves);
        withdraw(ada, adaInner);
        challengeLater(leaves, 0, IReleases.ReleasesNoFault.selector);
        vm.warp(START + 1);
        withdraw(ben, benInner);
        challengeLater(leaves, 1, IReleases.ReleasesNoFault.selector);
    }

    function test_RevertWhen_PausedAfterTheAssertionsTime() external {
        Leaf[] memory leaves = honest();
        assertTree(offer, 1, leaves);
        vm.warp(START + 1);
        pause(ada, adaInner);
        challengeLater(leaves, 0, IReleases.ReleasesNoFault.selector);
    }

    function test_RevertWhen_TheIdHasNoRecord() external {
        Leaf[] memory leaves = two(leafOf(adaId, 3), leafOf("nobody", 4));
        assertTree(offer, 1, leaves);
        challengeLater(leaves, 1, IReleases.ReleasesNotDecidable.selector);
    }

    function test_RevertWhen_AnAnchoredConsentIsWithdrawnAfterTheAssertionsTime() external {
        (, bytes32 consentId) = anchor(bitsOf("c"));
        Leaf[] memory leaves = one(leafOf(consentId, 3));
        assertTree(offer, 1, leaves);
        vm.warp(START + 1);
        withdraw(cai, innerOf(bitsOf("c")));
        challengeLater(leaves, 0, IReleases.ReleasesNotDecidable.selector);
    }

    function test_RevertWhen_AnAnchoredConsentIsPausedAfterTheAssertionsTime() external {
        (, bytes32 consentId) = anchor(bitsOf("c"));
        Leaf[] memory leaves = one(leafOf(consentId, 3));
        assertTree(offer, 1, leaves);
        vm.warp(START + 1);
        pause(cai, innerOf(bitsOf("c")));
        challengeLater(leaves, 0, IReleases.ReleasesNotDecidable.selector);
    }

    /// @dev Its signature lies in public storage: anybody can give it a record that is younger than the assertion.
    function test_RevertWhen_AnAnchoredConsentIsRecordedAfterTheAssertionsTime() external {
        SignedConsent memory signed = signConsent(CAI_KEY, bitsOf("c"));
        (AnchoredConsent memory anchored, bytes32 consentId) = anchor(signed);
        Leaf[] memory leaves = one(leafOf(consentId, 3));
        assertTree(offer, 1, leaves);
        vm.warp(START + 1);
        consents.recordBySig(signed);
        challengeLater(leaves, 0, IReleases.ReleasesNotDecidable.selector);

        fund(stranger);
        vm.prank(stranger);
        releases.askLeaf(pendingOf(1), 0);
        releases.showLeaf(pendingOf(1), 0, proveLeaf(leaves, 0), anchored);
        activate(offer, 1);
    }

    function test_ChallengeDeadConsent_AnchoredAndWithdrawnBefore() external {
        (, bytes32 consentId) = anchor(bitsOf("c"));
        withdraw(cai, innerOf(bitsOf("c")));
        vm.warp(START + 1);
        Leaf[] memory leaves = one(leafOf(consentId, 3));
        assertTree(offer, 1, leaves);
        challenge(leaves, 0);
        expectStruck();
    }

    function test_ChallengeDeadConsent_AnchoredAndPausedBefore() external {
        (, bytes32 consentId) = anchor(bitsOf("c"));
        pause(cai, innerOf(bitsOf("c")));
        Leaf[] memory leaves = one(leafOf(consentId, 3));
        assertTree(offer, 1, leaves);
        challengeLater(leaves, 0, IReleases.ReleasesNotDecidable.selector);
        vm.prank(arbiter);
        releases.cancelRelease(pendingOf(1));
        vm.warp(START + 1);
        assertTree(offer, 1, leaves);
        challenge(leaves, 0);
        expectStruck();
    }

    function test_RevertWhen_ChallengedLeafIsNotInTheTree() external {
        Leaf[] memory leaves = honest();
        assertTree(offer, 1, leaves);
        leaves[1] = leafOf("nobody", 4);
        LeafProof memory proof = proveLeaf(leaves, 1);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesInvalidProof.selector, offer, 1, 1));
        releases.challengeDeadConsent(pendingOf(1), proof);
    }

    function test_RevertWhen_ChallengedReleaseIsActive() external {
        Leaf[] memory leaves = one(leafOf("nobody", 4));
        enroll(offer, 1, leaves);
        LeafProof memory proof = proveLeaf(leaves, 0);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesNotPending.selector, offer, 1));
        releases.challengeDeadConsent(pendingOf(1), proof);
    }

    function test_RevertWhen_AnotherAssertionIsNamed() external {
        Leaf[] memory leaves = honest();
        assertTree(offer, 1, leaves);
        Assertion memory other = pendingOf(1);
        other.bond += 1;
        LeafProof memory proof = proveLeaf(leaves, 0);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesNotPending.selector, offer, 1));
        releases.challengeDeadConsent(other, proof);
    }

    // A contribution that was not accepted

    function test_ChallengeUnaccepted() external {
        vm.prank(ada);
        bytes32 unread = contributions.register(DATASET, 0, "unread");
        Part[] memory parts = twoParts(adaData, unread);
        Leaf[] memory leaves = two(leafOf(adaId, parts), leafOf(benId, partsOf(benData, 4)));
        assertTree(offer, 1, leaves);
        expectNoFault(1, adaId);
        releases.challengeUnaccepted(pendingOf(1), proveLeaf(leaves, 0), provePart(parts, 0));
        releases.challengeUnaccepted(pendingOf(1), proveLeaf(leaves, 0), provePart(parts, 1));
        expectStruck();
    }

    function test_RevertWhen_RetractedAfterTheAssertion() external {
        Part[] memory parts = partsOf(adaData, 3);
        Leaf[] memory leaves = one(leafOf(adaId, parts));
        assertTree(offer, 1, leaves);
        vm.warp(START + 1);
        vm.prank(ada);
        contributions.retract(adaData);
        expectNoFault(1, adaId);
        releases.challengeUnaccepted(pendingOf(1), proveLeaf(leaves, 0), provePart(parts, 0));
    }

    function test_RevertWhen_PartIsNotInTheLeaf() external {
        Leaf[] memory leaves = honest();
        assertTree(offer, 1, leaves);
        Part[] memory other = partsOf("none", 3);
        vm.expectRevert(
            abi.encodeWithSelector(IReleases.ReleasesInvalidPartProof.selector, adaId, bytes32("none"), 0)
        );
        releases.challengeUnaccepted(pendingOf(1), proveLeaf(leaves, 0), provePart(other, 0));
    }

    // A contribution twice

    function test_ChallengeDuplicate_InOneLeaf() external {
        Part[] memory parts = twoParts(adaData, adaData);
        Leaf[] memory leaves = one(leafOf(adaId, parts));
        assertTree(offer, 1, leaves);
        duplicate(1, proveLeaf(leaves, 0), provePart(parts, 0), 1, proveLeaf(leaves, 0), provePart(parts, 1));
        expectStruck();
    }

    function test_ChallengeDuplicate_InTwoLeaves() external {
        Part[] memory parts = partsOf(adaData, 3);
        Leaf[] memory leaves = two(leafOf(adaId, parts), leafOf(benId, parts));
        assertTree(offer, 1, leaves);
        duplicate(1, proveLeaf(leaves, 0), provePart(parts, 0), 1, proveLeaf(leaves, 1), provePart(parts, 0));
        expectStruck();
    }

    function test_ChallengeDuplicate_CountedAgainInALaterRelease() external {
        Part[] memory parts = partsOf(adaData, 3);
        Leaf[] memory leaves = one(leafOf(adaId, parts));
        enroll(offer, 1, leaves);
        assertTree(offer, 2, leaves);
        duplicate(2, proveLeaf(leaves, 0), provePart(parts, 0), 1, proveLeaf(leaves, 0), provePart(parts, 0));
        expectStruck();
    }

    function test_RevertWhen_TheSamePlaceIsNamedTwice() external {
        Part[] memory parts = partsOf(adaData, 3);
        Leaf[] memory leaves = one(leafOf(adaId, parts));
        assertTree(offer, 1, leaves);
        expectNoFault(1, adaId);
        duplicate(1, proveLeaf(leaves, 0), provePart(parts, 0), 1, proveLeaf(leaves, 0), provePart(parts, 0));
    }

    function test_RevertWhen_TwoContributionsAreNamed() external {
        Part[] memory parts = twoParts(adaData, benData);
        Leaf[] memory leaves = one(leafOf(adaId, parts));
        assertTree(offer, 1, leaves);
        expectNoFault(1, adaId);
        duplicate(1, proveLeaf(leaves, 0), provePart(parts, 0), 1, proveLeaf(leaves, 0), provePart(parts, 1));
    }

    function test_RevertWhen_EarlierPositionIsFrozen_ReGrantEarnsAgain() external {
        Part[] memory parts = partsOf(adaData, 3);
        Leaf[] memory first = one(leafOf(adaId, parts));
        enroll(offer, 1, first);
        withdraw(ada, adaInner);
        (bytes32 again,) = grant(ada, "again");
        Leaf[] memory second = one(leafOf(again, parts));
        assertTree(offer, 2, second);
        expectNoFault(2, again);
        duplicate(2, proveLeaf(second, 0), provePart(parts, 0), 1, proveLeaf(first, 0), provePart(parts, 0));
    }

    function test_RevertWhen_EarlierPlaceWasCut() external {
        Part[] memory parts = partsOf(adaData, 3);
        Leaf[] memory leaves = one(leafOf(adaId, parts));
        enroll(offer, 1, leaves);
        vm.prank(ada);
        contributions.retract(adaData);
        releases.cut(offer, 1, proveLeaf(leaves, 0), provePart(parts, 0));
        assertTree(offer, 2, leaves);
        expectNoFault(2, adaId);
        duplicate(2, proveLeaf(leaves, 0), provePart(parts, 0), 1, proveLeaf(leaves, 0), provePart(parts, 0));
    }

    function test_RevertWhen_EarlierReleaseIsNotActive() external {
        Part[] memory parts = partsOf(adaData, 3);
        Leaf[] memory leaves = one(leafOf(adaId, parts));
        assertTree(offer, 1, leaves);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleasesNotActive.selector, offer, 7));
        duplicate(1, proveLeaf(leaves, 0), provePart(parts, 0), 7, proveLeaf(leaves, 0), provePart(parts, 0));
    }
}
