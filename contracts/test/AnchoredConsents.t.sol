// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IConsents } from "../src/interfaces/IConsents.sol";
import { AnchoredConsent, ConsentBits, SignedConsent } from "../src/types/Consent.sol";
import { MemberActs } from "./base/MemberActs.sol";
import { SignerWallet } from "./base/SignerWallet.sol";

// anchorConsents
// ├── when the root was anchored before, by anyone: reverts
// └── otherwise: the time is noted; whoever calls
// isAnchoredEligible
// ├── when the root is not anchored, or the leaf not under it: no
// ├── when the account did not sign just this, for this DAO and chain: no, whoever anchored it
// ├── when it was anchored after the deadline in the signed bits: no
// ├── when asked for a time before the anchoring, or at its end and after: no
// ├── when withdrawn or paused before that time: no; in that very second: still
// ├── when dataset, purposes or end do not carry it: no
// └── otherwise: yes, whether or not the id was granted as well
contract AnchoredConsentsTest is MemberActs {
    uint40 private constant NOW = uint40(START);

    function isEligible(AnchoredConsent memory anchored, uint40 time) private view returns (bool) {
        return consents.isAnchoredEligible(anchored, DATASET, PURPOSES, time, FAR);
    }

    function anchorAdas() private returns (AnchoredConsent memory anchored, bytes32 inner) {
        ConsentBits bits = bitsOf("salt");
        return (anchor(signConsent(ADA_KEY, bits)), innerOf(bits));
    }

    function test_Anchor() external {
        vm.expectEmit();
        emit IConsents.ConsentsAnchored("root", "file");
        vm.prank(stranger);
        consents.anchorConsents("root", "file");
        vm.assertEq(consents.anchoredAt("root"), START, "when");
        vm.assertEq(consents.anchoredAt("another"), 0, "never");
    }

    function test_RevertWhen_RootIsUsedTwice() external {
        consents.anchorConsents("root", "file");
        vm.warp(START + 5);
        vm.expectRevert(abi.encodeWithSelector(IConsents.ConsentsRootUsed.selector, bytes32("root")));
        vm.prank(operator);
        consents.anchorConsents("root", "another file");
        vm.assertEq(consents.anchoredAt("root"), START, "the first time stays");
    }

    function test_Eligible() external {
        (AnchoredConsent memory anchored, bytes32 inner) = anchorAdas();
        vm.assertTrue(isEligible(anchored, NOW), "from the anchoring on");
        vm.assertTrue(isEligible(anchored, FAR - 1), "until the end");
        vm.assertFalse(isEligible(anchored, NOW - 1), "not before the anchoring");
        vm.assertFalse(isEligible(anchored, FAR), "not at the end");
        vm.assertFalse(consents.isKnown(idOf(ada, inner)), "and nothing is recorded of it");
        vm.assertFalse(consents.isEligible(idOf(ada, inner), DATASET, PURPOSES, NOW, FAR), "by a record");
    }

    function test_Eligible_AloneUnderItsRoot() external {
        AnchoredConsent memory anchored;
        anchored.signed = signConsent(ADA_KEY, bitsOf("salt"));
        anchored.root = treeLeaf(anchored.signed);
        consents.anchorConsents(anchored.root, "file");
        vm.assertTrue(isEligible(anchored, NOW), "a root of one leaf");
    }

    function test_NotEligible_WithoutItsRoot() external {
        (AnchoredConsent memory anchored,) = anchorAdas();
        anchored.root = "another";
        vm.assertFalse(isEligible(anchored, NOW), "not anchored");
        consents.anchorConsents("another", "file");
        vm.assertFalse(isEligible(anchored, NOW), "not under it");
    }

    function testFuzz_NotEligible_WithAnotherProof(bytes32 beside) external {
        (AnchoredConsent memory anchored,) = anchorAdas();
        vm.assume(beside != anchored.proof[0]);
        anchored.proof[0] = beside;
        vm.assertFalse(isEligible(anchored, NOW), "another sibling");
        anchored.proof = new bytes32[](0);
        vm.assertFalse(isEligible(anchored, NOW), "no sibling");
    }

    function test_NotEligible_WhenTheOperatorForgedTheLeaf() external {
        // Whoever anchors can put anything under a root, but sign for nobody.
        uint256 forger = 0xf0;
        SignedConsent memory forged = signConsent(forger, bitsOf("salt"));
        forged.account = ada;
        vm.assertFalse(isEligible(anchor(forged), NOW), "signed by the operator");
        forged = signConsent(ADA_KEY, bitsOf("salt"));
        forged.bits = bitsOf(DATASET, forged.bits.saltOf(), FAR, FAR, PURPOSES | 4);
        vm.assertFalse(
            consents.isAnchoredEligible(anchor(forged), DATASET, PURPOSES | 4, NOW, FAR), "purposes added"
        );
        forged = signConsent(ADA_KEY, bitsOf("salt"));
        forged.terms = "others";
        vm.assertFalse(isEligible(anchor(forged), NOW), "terms exchanged");
        forged = signConsent(ADA_KEY, bitsOf("salt"));
        (forged.r, forged.vs) = (0, 0);
        vm.assertFalse(isEligible(anchor(forged), NOW), "not signed");
    }

    function test_NotEligible_ForAccountsThatNobodyHas() external {
        SignedConsent memory forged = SignedConsent(address(0), TERMS, bitsOf("salt"), 0, 0);
        vm.assertFalse(isEligible(anchor(forged), NOW), "zero");
        forged.account = address(type(uint160).max);
        vm.assertFalse(isEligible(anchor(forged), NOW), "the last");
    }

    function test_NotEligible_ForAContractAccount() external {
        address wallet = address(new SignerWallet(ada));
        ConsentBits bits = bitsOf("salt");
        (bytes32 r, bytes32 vs) = short(sign(ADA_KEY, dao.members, grantMessage(wallet, bits)));
        vm.assertFalse(
            isEligible(anchor(SignedConsent(wallet, TERMS, bits, r, vs)), NOW), "it grants by a record"
        );
    }

    function testFuzz_NotEligible_WhenSignatureIsAnyOther(bytes32 r, bytes32 vs) external {
        vm.assertFalse(isEligible(anchor(SignedConsent(ada, TERMS, bitsOf("salt"), r, vs)), NOW), "forged");
    }

    function testFuzz_NotEligible_WhenOneBitIsNotWhatWasSigned(uint8 bit) external {
        SignedConsent memory signed = signConsent(ADA_KEY, bitsOf("salt"));
        signed.bits = ConsentBits.wrap(ConsentBits.unwrap(signed.bits) ^ (uint256(1) << bit));
        AnchoredConsent memory anchored = anchor(signed);
        bytes32 dataset = bytes32(uint256(signed.bits.datasetOf()));
        uint40 end = signed.bits.endOf();
        vm.assertFalse(consents.isAnchoredEligible(anchored, dataset, 0, NOW, end), "changed");
    }

    function testFuzz_Eligible_OnlyWhenAnchoredByTheDeadline(uint40 deadline) external {
        ConsentBits bits = bitsOf(DATASET, 1, deadline, FAR, PURPOSES);
        AnchoredConsent memory anchored = anchor(signConsent(ADA_KEY, bits));
        vm.assertTrue(isEligible(anchored, NOW) == (deadline >= START), "in time or not");
        vm.assertTrue(isEligible(anchored, FAR - 1) == (deadline >= START), "whenever it is asked");
    }

    function testFuzz_Eligible_ForWhatWasSigned(
        uint64 dataset,
        uint32 permitted,
        uint32 asked,
        uint40 end,
        uint40 until
    ) external {
        end = uint40(bound(end, START + 1, type(uint40).max));
        bytes32 named = bytes32(uint256(dataset));
        AnchoredConsent memory anchored = anchor(signConsent(ADA_KEY, bitsOf(named, 1, NOW, end, permitted)));
        bool eligible = until <= end && asked & ~permitted == 0;
        vm.assertTrue(
            consents.isAnchoredEligible(anchored, named, asked, NOW, until) == eligible,
            "just what was signed"
        );
        named = bytes32(~uint256(dataset));
        vm.assertFalse(consents.isAnchoredEligible(anchored, named, asked, NOW, until), "another dataset");
    }

    function test_Tombstone_Withdrawn() external {
        (AnchoredConsent memory anchored, bytes32 inner) = anchorAdas();
        vm.warp(START + 10);
        withdraw(ada, inner);
        vm.assertTrue(isEligible(anchored, NOW), "before it");
        vm.assertTrue(isEligible(anchored, NOW + 10), "in the second of the withdrawal");
        vm.assertFalse(isEligible(anchored, NOW + 11), "after it");
        vm.assertTrue(consents.isOver(idOf(ada, inner)), "over");
    }

    function test_Tombstone_Paused() external {
        (AnchoredConsent memory anchored, bytes32 inner) = anchorAdas();
        vm.warp(START + 10);
        pause(ada, inner);
        vm.assertTrue(isEligible(anchored, NOW + 10), "in the second of the pause");
        vm.assertFalse(isEligible(anchored, NOW + 11), "after it");
        vm.warp(START + 20);
        withdraw(ada, inner);
        vm.assertFalse(isEligible(anchored, NOW + 20), "a later withdrawal prolongs nothing");
    }

    function test_Tombstone_FromBeforeTheAnchoring() external {
        ConsentBits bits = bitsOf("salt");
        withdraw(ada, innerOf(bits));
        vm.warp(START + 10);
        AnchoredConsent memory anchored = anchor(signConsent(ADA_KEY, bits));
        vm.assertFalse(isEligible(anchored, NOW + 10), "withdrawn before it was anchored");
        vm.assertFalse(isEligible(anchored, FAR - 1), "for good");
    }

    function test_Tombstone_OfAnotherAccountSpoilsNothing() external {
        (AnchoredConsent memory anchored, bytes32 inner) = anchorAdas();
        withdraw(ben, inner);
        pause(operator, inner);
        vm.assertTrue(isEligible(anchored, FAR - 1), "the id is made with the account");
    }

    function test_AnchoredAndGranted() external {
        (AnchoredConsent memory anchored, bytes32 inner) = anchorAdas();
        bytes32 id = idOf(ada, inner);
        vm.warp(START + 10);
        grant(ada, "salt");
        vm.assertTrue(isEligible(anchored, NOW), "by the root, since the anchoring");
        vm.assertFalse(consents.isEligible(id, DATASET, PURPOSES, NOW, FAR), "by the record, not yet");
        vm.assertTrue(consents.isEligible(id, DATASET, PURPOSES, NOW + 10, FAR), "by the record, since then");
        vm.warp(START + 20);
        withdraw(ada, inner);
        vm.assertFalse(isEligible(anchored, NOW + 21), "one withdrawal ends both");
        vm.assertFalse(consents.isEligible(id, DATASET, PURPOSES, NOW + 21, FAR), "one withdrawal ends both");
    }

    function test_AnchoredUnderTwoRoots() external {
        SignedConsent memory signed = signConsent(ADA_KEY, bitsOf("salt"));
        AnchoredConsent memory first = anchor(signed);
        vm.warp(START + 10);
        AnchoredConsent memory second = AnchoredConsent(signed, pairRoot(treeLeaf(signed), "b"), list("b"));
        consents.anchorConsents(second.root, "file");
        vm.assertTrue(isEligible(first, NOW), "since the first");
        vm.assertFalse(isEligible(second, NOW), "since the second only");
        withdraw(ada, innerOf(signed.bits));
        vm.assertFalse(
            isEligible(first, NOW + 11) || isEligible(second, NOW + 11), "one withdrawal ends both"
        );
    }

    function test_AnInnerNodeIsNoLeaf() external {
        (AnchoredConsent memory anchored,) = anchorAdas();
        // Leaves are hashed twice, so that nothing of 64 bytes is one.
        bytes32 above = pairRoot(anchored.root, "beside");
        consents.anchorConsents(above, "file");
        anchored.proof = list("beside");
        anchored.root = above;
        vm.assertFalse(isEligible(anchored, NOW), "the leaf is one level deeper");
    }
}
