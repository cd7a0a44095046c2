// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IOffers } from "../src/interfaces/IOffers.sol";
import { ReleaseStatus } from "../src/types/Offer.sol";
import { Leaf, LeafProof, Part } from "../src/types/SumTree.sol";
import { DaoFixture } from "./base/DaoFixture.sol";
import { Trees } from "./base/Trees.sol";

contract ChallengesTest is DaoFixture {
    uint64 private offer;
    bytes32 private adaId;
    bytes32 private adaInner;
    bytes32 private benId;
    bytes32 private benInner;
    bytes32 private adaData;
    bytes32 private benData;

    function setUp() public override {
        super.setUp();
        offer = createOffer();
        (adaId, adaInner) = grant(ada, "a");
        (benId, benInner) = grant(ben, "b");
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

    function expectStruck(uint32 release) private view {
        vm.assertTrue(offers.releaseOf(offer, release).status == ReleaseStatus.None, "struck out");
        vm.assertEq(offers.credit(address(this)), MIN_BOND, "the bond is the challenger's");
    }

    function expectNoFault(uint32 release, bytes32 consentId) private {
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersNoFault.selector, offer, release, consentId));
    }

    // A consent that does not carry its leaf

    function test_ChallengeDeadConsent_NeverGranted() external {
        Leaf[] memory leaves = two(leafOf(adaId, 3), leafOf("nobody", 4));
        assertTree(offer, 1, leaves);
        vm.expectEmit();
        emit IOffers.ReleaseChallenged(offer, 1, address(this), "nobody");
        offers.challengeDeadConsent(offer, 1, proveLeaf(leaves, 1));
        expectStruck(1);
        enroll(offer, 1, honest());
    }

    function test_ChallengeDeadConsent_WithdrawnBefore() external {
        withdraw(ada, adaInner);
        vm.warp(START + 1);
        Leaf[] memory leaves = honest();
        assertTree(offer, 1, leaves);
        offers.challengeDeadConsent(offer, 1, proveLeaf(leaves, 0));
        expectStruck(1);
    }

    function test_ChallengeDeadConsent_PausedBefore() external {
        pause(ada, adaInner);
        vm.warp(START + 1);
        Leaf[] memory leaves = honest();
        assertTree(offer, 1, leaves);
        offers.challengeDeadConsent(offer, 1, proveLeaf(leaves, 0));
        expectStruck(1);
    }

    function test_RevertWhen_ConsentWasPausedAfterTheCut() external {
        Leaf[] memory leaves = honest();
        assertTree(offer, 1, leaves);
        vm.warp(START + 1);
        pause(ada, adaInner);
        LeafProof memory proof = proveLeaf(leaves, 0);
        expectNoFault(1, adaId);
        offers.challengeDeadConsent(offer, 1, proof);
    }

    function test_ChallengeDeadConsent_EndsBeforeTheRelease() external {
        Leaf[] memory leaves = honest();
        bytes32 root = Trees.rootOf(Trees.leafNodes(leaves), 0x01).hash;
        vm.prank(releaser);
        offers.assertRelease(offer, 1, uint40(START), FAR + 1, root, 7, "manifest");
        offers.challengeDeadConsent(offer, 1, proveLeaf(leaves, 1));
        expectStruck(1);
    }

    function test_ChallengeDeadConsent_OffersMorePurposes() external {
        vm.prank(operator);
        offer = offers.createOffer(DATASET, PURPOSES | 8, TERMS, PRICE, 12);
        Leaf[] memory leaves = honest();
        assertTree(offer, 1, leaves);
        offers.challengeDeadConsent(offer, 1, proveLeaf(leaves, 0));
        expectStruck(1);
    }

    function test_ChallengeDeadConsent_OfAnotherDataset() external {
        vm.prank(operator);
        offer = offers.createOffer("other", PURPOSES, TERMS, PRICE, 12);
        Leaf[] memory leaves = honest();
        assertTree(offer, 1, leaves);
        offers.challengeDeadConsent(offer, 1, proveLeaf(leaves, 0));
        expectStruck(1);
    }

    function test_RevertWhen_ConsentWasLive() external {
        Leaf[] memory leaves = honest();
        assertTree(offer, 1, leaves);
        expectNoFault(1, adaId);
        offers.challengeDeadConsent(offer, 1, proveLeaf(leaves, 0));
    }

    function test_RevertWhen_WithdrawnAfterTheAssertion() external {
        Leaf[] memory leaves = honest();
        assertTree(offer, 1, leaves);
        withdraw(ada, adaInner);
        expectNoFault(1, adaId);
        offers.challengeDeadConsent(offer, 1, proveLeaf(leaves, 0));
        vm.warp(START + 1);
        withdraw(ben, benInner);
        expectNoFault(1, benId);
        offers.challengeDeadConsent(offer, 1, proveLeaf(leaves, 1));
    }

    function test_RevertWhen_ChallengedLeafIsNotInTheTree() external {
        Leaf[] memory leaves = honest();
        assertTree(offer, 1, leaves);
        leaves[1] = leafOf("nobody", 4);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersInvalidProof.selector, offer, 1, 1));
        offers.challengeDeadConsent(offer, 1, proveLeaf(leaves, 1));
    }

    function test_RevertWhen_ChallengedReleaseIsActive() external {
        Leaf[] memory leaves = one(leafOf("nobody", 4));
        enroll(offer, 1, leaves);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersReleaseNotPending.selector, offer, 1));
        offers.challengeDeadConsent(offer, 1, proveLeaf(leaves, 0));
    }

    // A contribution that was not accepted

    function test_ChallengeUnaccepted() external {
        vm.prank(ada);
        bytes32 unread = contributions.register(DATASET, 0, "unread");
        Part[] memory parts = twoParts(adaData, unread);
        Leaf[] memory leaves = two(leafOf(adaId, parts), leafOf(benId, partsOf(benData, 4)));
        assertTree(offer, 1, leaves);
        expectNoFault(1, adaId);
        offers.challengeUnaccepted(offer, 1, proveLeaf(leaves, 0), provePart(parts, 0));
        offers.challengeUnaccepted(offer, 1, proveLeaf(leaves, 0), provePart(parts, 1));
        expectStruck(1);
    }

    function test_RevertWhen_RetractedAfterTheAssertion() external {
        Part[] memory parts = partsOf(adaData, 3);
        Leaf[] memory leaves = one(leafOf(adaId, parts));
        assertTree(offer, 1, leaves);
        vm.warp(START + 1);
        vm.prank(ada);
        contributions.retract(adaData);
        expectNoFault(1, adaId);
        offers.challengeUnaccepted(offer, 1, proveLeaf(leaves, 0), provePart(parts, 0));
    }

    function test_RevertWhen_PartIsNotInTheLeaf() external {
        Leaf[] memory leaves = honest();
        assertTree(offer, 1, leaves);
        Part[] memory other = partsOf("none", 3);
        vm.expectRevert(
            abi.encodeWithSelector(IOffers.OffersInvalidPartProof.selector, adaId, bytes32("none"), 0)
        );
        offers.challengeUnaccepted(offer, 1, proveLeaf(leaves, 0), provePart(other, 0));
    }

    // A contribution twice

    function test_ChallengeDuplicate_InOneLeaf() external {
        Part[] memory parts = twoParts(adaData, adaData);
        Leaf[] memory leaves = one(leafOf(adaId, parts));
        assertTree(offer, 1, leaves);
        offers.challengeDuplicate(
            offer, 1, proveLeaf(leaves, 0), provePart(parts, 0), 1, proveLeaf(leaves, 0), provePart(parts, 1)
        );
        expectStruck(1);
    }

    function test_ChallengeDuplicate_InTwoLeaves() external {
        Part[] memory parts = partsOf(adaData, 3);
        Leaf[] memory leaves = two(leafOf(adaId, parts), leafOf(benId, parts));
        assertTree(offer, 1, leaves);
        offers.challengeDuplicate(
            offer, 1, proveLeaf(leaves, 0), provePart(parts, 0), 1, proveLeaf(leaves, 1), provePart(parts, 0)
        );
        expectStruck(1);
    }

    function test_ChallengeDuplicate_SinceAnEarlierRelease() external {
        Part[] memory parts = partsOf(adaData, 3);
        Leaf[] memory leaves = one(leafOf(adaId, parts));
        enroll(offer, 1, leaves);
        vm.prank(releaser);
        offers.collect(releaser);
        assertTree(offer, 2, leaves);
        offers.challengeDuplicate(
            offer, 2, proveLeaf(leaves, 0), provePart(parts, 0), 1, proveLeaf(leaves, 0), provePart(parts, 0)
        );
        expectStruck(2);
    }

    function test_RevertWhen_TheSamePlaceIsNamedTwice() external {
        Part[] memory parts = partsOf(adaData, 3);
        Leaf[] memory leaves = one(leafOf(adaId, parts));
        assertTree(offer, 1, leaves);
        expectNoFault(1, adaId);
        offers.challengeDuplicate(
            offer, 1, proveLeaf(leaves, 0), provePart(parts, 0), 1, proveLeaf(leaves, 0), provePart(parts, 0)
        );
    }

    function test_RevertWhen_TwoContributionsAreNamed() external {
        Part[] memory parts = twoParts(adaData, benData);
        Leaf[] memory leaves = one(leafOf(adaId, parts));
        assertTree(offer, 1, leaves);
        expectNoFault(1, adaId);
        offers.challengeDuplicate(
            offer, 1, proveLeaf(leaves, 0), provePart(parts, 0), 1, proveLeaf(leaves, 0), provePart(parts, 1)
        );
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
        offers.challengeDuplicate(
            offer, 2, proveLeaf(second, 0), provePart(parts, 0), 1, proveLeaf(first, 0), provePart(parts, 0)
        );
    }

    function test_RevertWhen_EarlierReleaseIsNotActive() external {
        Part[] memory parts = partsOf(adaData, 3);
        Leaf[] memory leaves = one(leafOf(adaId, parts));
        assertTree(offer, 1, leaves);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersReleaseNotActive.selector, offer, 7));
        offers.challengeDuplicate(
            offer, 1, proveLeaf(leaves, 0), provePart(parts, 0), 7, proveLeaf(leaves, 0), provePart(parts, 0)
        );
    }
}
