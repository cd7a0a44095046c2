// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IOffers } from "../src/interfaces/IOffers.sol";
import { ConsentBits, SignedConsent } from "../src/types/Consent.sol";
import { Leaf } from "../src/types/SumTree.sol";
import { AnchoredFixture } from "./base/AnchoredFixture.sol";

// freeze
//   consent over (withdrawn, paused, past its end) → frozen, with weight or without
//   a record, with weight that it cannot carry (another dataset, other purposes, ends before the release) → frozen
//   live and carrying, without weight, or without a record → refused
// freezeShown
//   no record, and over, or with weight that it cannot carry → frozen
//   a record or tombstone (which decides), carrying, or without weight and not over → refused
// freezeAll: by Members only, for all open offers of the dataset
// a frozen position keeps what it had and gains nothing more
contract FreezesTest is AnchoredFixture {
    function isFrozen(bytes32 consentId) private view returns (bool) {
        return offers.positionOf(offer, consentId).frozen;
    }

    function expectNotFreezable(bytes32 consentId) private {
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersNotFreezable.selector, offer, consentId));
    }

    function enrolled(Leaf memory leaf) private returns (Leaf[] memory leaves) {
        leaves = two(leaf, leafOf(benId, 1));
        enroll(offer, 1, leaves);
        join(offer, 1, leaves, 0);
        join(offer, 1, leaves, 1);
    }

    // What a freeze does

    function test_Freeze_KeepsWhatWasEarnedAndGainsNothingMore() external {
        enrolled(leafOf(adaId, 1));
        buy(offer, 1);
        vm.expectEmit();
        emit IOffers.PositionFrozen(offer, adaId, 1, uint40(block.timestamp));
        withdraw(ada, adaInner);
        vm.assertEq(offers.poolOf(offer).weight, 1, "its weight is gone");
        buy(offer, 1);
        vm.assertEq(offers.claimable(offer, adaId), share() / 2, "exactly what had accrued");
        vm.assertEq(offers.claimable(offer, benId), share() / 2 + share(), "the rest goes to the others");
        vm.assertEq(claimed(ada, adaInner), share() / 2, "and can still be claimed");
    }

    function test_Freeze_PausedGainsNothingMore() external {
        enrolled(leafOf(adaId, 1));
        buy(offer, 1);
        pause(ada, adaInner);
        buy(offer, 1);
        vm.assertEq(offers.claimable(offer, adaId), share() / 2, "until the pause");
    }

    function test_Freeze_ClaimingDoesNotMoveItsTime() external {
        Leaf[] memory first = pair(1, 1);
        enroll(offer, 1, first);
        join(offer, 1, first, 0);
        Leaf[] memory second = one(leafOf(adaId, 2));
        enroll(offer, 2, second);
        buy(offer, 2);
        withdraw(ada, adaInner);
        buy(offer, 2);
        claimed(ada, adaInner);
        buy(offer, 2);
        join(offer, 2, second, 0);
        vm.assertEq(
            claimed(ada, adaInner), share() / 2, "the late leaf earned until the freeze, not until the claim"
        );
    }

    function test_Freeze_WithEightOffers() external {
        for (uint256 i = 1; i < 8; ++i) {
            createOffer();
        }
        withdraw(ada, adaInner);
        for (uint64 i = 1; i <= 8; ++i) {
            vm.assertTrue(offers.positionOf(i, adaId).frozen, "frozen everywhere");
        }
    }

    function test_Freeze_WithdrawalThatNamesTheWrongDataset() external {
        enrolled(leafOf(adaId, 1));
        bytes32[] memory inners = new bytes32[](1);
        inners[0] = adaInner;
        vm.prank(ada);
        consents.withdraw("wrong", inners);
        vm.assertTrue(isFrozen(adaId), "frozen where the record says");
        vm.assertEq(offers.poolOf(offer).weight, 1, "its weight is gone");
    }

    function test_RevertWhen_SomebodyElseFreezesAll() external {
        address[3] memory others = [operator, dao.releases, ada];
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IOffers.OffersOnlyMembers.selector, others[i]));
            vm.prank(others[i]);
            offers.freezeAll(DATASET, adaId);
        }
    }

    // By anyone, what has a record

    function test_Freeze_ByAnyoneOnceExpired() external {
        enrolled(leafOf(adaId, 1));
        vm.warp(FAR - 1);
        expectNotFreezable(adaId);
        offers.freeze(offer, adaId);
        vm.warp(FAR);
        vm.prank(stranger);
        offers.freeze(offer, adaId);
        vm.assertTrue(isFrozen(adaId), "frozen");
        offers.freeze(offer, adaId);
        vm.assertEq(offers.poolOf(offer).weight, 1, "once");
    }

    function test_Freeze_WhoCannotFollowALongerRelease() external {
        enrolled(leafOf(adaId, 1));
        assertRoot(offer, 2, 0, 0, FAR + 1);
        activate(offer, 2);
        offers.freeze(offer, adaId);
        vm.assertTrue(isFrozen(adaId), "its consent ends before the release");
        (bytes32 idle,) = grant(ada, "idle");
        expectNotFreezable(idle);
        offers.freeze(offer, idle);
    }

    function test_Freeze_WhoDoesNotCoverTheOffer() external {
        (bytes32 narrow,) = grant(ada, bitsOf(DATASET, 1, FAR, FAR, 1));
        enrolled(leafOf(narrow, 1));
        offers.freeze(offer, narrow);
        vm.assertTrue(isFrozen(narrow), "other purposes");
        vm.assertEq(offers.poolOf(offer).weight, 1, "its weight is gone");
    }

    function test_Freeze_WhoIsOfAnotherDataset() external {
        (bytes32 other,) = grant(ada, bitsOf(bytes32(uint256(5)), 1, FAR, FAR, PURPOSES));
        enrolled(leafOf(other, 1));
        offers.freeze(offer, other);
        vm.assertTrue(isFrozen(other), "another dataset");
    }

    function test_RevertWhen_FreezingWhatIsLive() external {
        enrolled(leafOf(adaId, 1));
        expectNotFreezable(adaId);
        offers.freeze(offer, adaId);
    }

    function test_RevertWhen_FreezingAnIdBeforeItsGrant() external {
        bytes32 id = idOf(ada, innerOf(bitsOf("planned")));
        expectNotFreezable(id);
        offers.freeze(offer, id);
        expectNotFreezable(id);
        offers.freezeShown(offer, ada, TERMS, bitsOf("planned"));
    }

    function test_RevertWhen_FreezingAnIdWithoutARecordByItsNameAlone() external {
        Leaf[] memory leaves = one(leafOf("nobody", 3));
        enroll(offer, 1, leaves);
        expectNotFreezable("nobody");
        offers.freeze(offer, "nobody");
        join(offer, 1, leaves, 0);
        expectNotFreezable("nobody");
        offers.freeze(offer, "nobody");
    }

    // By anyone, what is anchored

    function anchoredWith(ConsentBits bits) private returns (bytes32 id) {
        (, id) = anchor(bits);
        enrolled(leafOf(id, 1));
    }

    function test_RevertWhen_TheAnchoredConsentIsFine() external {
        bytes32 id = anchoredWith(bitsOf("c"));
        expectNotFreezable(id);
        offers.freeze(offer, id);
        expectNotFreezable(id);
        offers.freezeShown(offer, cai, TERMS, bitsOf("c"));
        // What is shown must make the id: with another end it makes another one, which has no weight.
        ConsentBits other = bitsOf(DATASET, bitsOf("c").saltOf(), FAR, uint40(block.timestamp + 1), PURPOSES);
        expectNotFreezable(idOf(cai, innerOf(other)));
        offers.freezeShown(offer, cai, TERMS, other);
        vm.assertFalse(isFrozen(id), "still earning");
    }

    function test_FreezeShown_OnceItsEndHasPassed() external {
        bytes32 id = anchoredWith(bitsOf("c"));
        buy(offer, 1);
        vm.warp(FAR - 1);
        expectNotFreezable(id);
        offers.freezeShown(offer, cai, TERMS, bitsOf("c"));
        vm.warp(FAR);
        vm.prank(stranger);
        offers.freezeShown(offer, cai, TERMS, bitsOf("c"));
        vm.assertTrue(isFrozen(id), "over");
        vm.assertEq(offers.claimable(offer, id), share() / 2, "and keeps what it had");
    }

    function test_FreezeShown_DeadlineDoesNotMatter() external {
        bytes32 id = anchoredWith(bitsOf("c"));
        vm.warp(FAR);
        offers.freezeShown(offer, cai, TERMS, bitsOf("c").withTime(0));
        vm.assertTrue(isFrozen(id), "the id is made without it");
    }

    function test_FreezeShown_WhoEndsBeforeTheRelease() external {
        bytes32 id = anchoredWith(bitsOf("c"));
        assertRoot(offer, 2, 0, 0, FAR + 1);
        activate(offer, 2);
        offers.freezeShown(offer, cai, TERMS, bitsOf("c"));
        vm.assertTrue(isFrozen(id), "does not carry");
    }

    function test_FreezeShown_WhoDoesNotCoverTheOfferOrTheDataset() external {
        ConsentBits narrow = bitsOf(DATASET, 1, FAR, FAR, 1);
        ConsentBits elsewhere = bitsOf(bytes32(uint256(5)), 1, FAR, FAR, PURPOSES);
        (, bytes32 narrowId) = anchor(narrow);
        (, bytes32 elsewhereId) = anchor(elsewhere);
        Leaf[] memory leaves = two(leafOf(narrowId, 1), leafOf(elsewhereId, 1));
        enroll(offer, 1, leaves);
        expectNotFreezable(narrowId);
        offers.freezeShown(offer, cai, TERMS, narrow);
        join(offer, 1, leaves, 0);
        join(offer, 1, leaves, 1);
        offers.freezeShown(offer, cai, TERMS, narrow);
        offers.freezeShown(offer, cai, TERMS, elsewhere);
        vm.assertTrue(isFrozen(narrowId) && isFrozen(elsewhereId), "neither carries its weight");
        vm.assertEq(offers.poolOf(offer).weight, 0, "nobody is left");
    }

    function test_RevertWhen_ARecordDecides() external {
        SignedConsent memory signed = signConsent(CAI_KEY, bitsOf("c"));
        (, bytes32 id) = anchor(signed);
        enrolled(leafOf(id, 1));
        consents.recordBySig(signed);
        expectNotFreezable(id);
        offers.freeze(offer, id);
        vm.warp(FAR);
        expectNotFreezable(id);
        offers.freezeShown(offer, cai, TERMS, bitsOf("c"));
        offers.freeze(offer, id);
        vm.assertTrue(isFrozen(id), "by its record");
    }

    function test_Freeze_AnchoredAndWithdrawn() external {
        bytes32 id = anchoredWith(bitsOf("c"));
        withdraw(cai, innerOf(bitsOf("c")));
        vm.assertTrue(isFrozen(id), "by the withdrawal");
        vm.assertEq(offers.poolOf(offer).weight, 1, "its weight is gone");
    }

    function test_Freeze_AnchoredAndWithdrawnWithTheWrongDataset_ByAnyone() external {
        bytes32 id = anchoredWith(bitsOf("c"));
        bytes32[] memory inners = new bytes32[](1);
        inners[0] = innerOf(bitsOf("c"));
        vm.prank(cai);
        consents.withdraw("wrong", inners);
        vm.assertFalse(isFrozen(id), "no record says where");
        vm.prank(stranger);
        offers.freeze(offer, id);
        vm.assertTrue(isFrozen(id), "the tombstone does");
    }
}
