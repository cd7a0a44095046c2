// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IConsents } from "../src/interfaces/IConsents.sol";
import { ConsentBits, SignedConsent } from "../src/types/Consent.sol";
import { MemberActs } from "./base/MemberActs.sol";
import { SignerWallet } from "./base/SignerWallet.sol";

// record, recordBySig, recordManyBySig, recordBySignature
// ├── when no purpose is named: reverts
// ├── when bits above the 32 of the purposes are set: reverts
// ├── when the end is not in the future: reverts
// ├── when the id was granted, withdrawn or paused before: reverts
// ├── when signed
// │   ├── when the deadline in the bits has passed: reverts
// │   ├── when any field is not what was signed: reverts
// │   └── when the account did not sign: reverts, for the accounts that nobody has too
// │       ├── in the short form: a plain account's own key
// │       └── as bytes: its key, or ERC-1271 where it has code
// ├── when many are granted and one cannot be: none is
// └── otherwise: one word keeps dataset, time, end and purposes; the event has the rest
contract ConsentGrantsTest is MemberActs {
    address private constant LAST = address(type(uint160).max);

    function refused(address account) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IConsents.ConsentsInvalidSignature.selector, account);
    }

    function used(bytes32 id) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IConsents.ConsentsIdUsed.selector, id);
    }

    function recordBySig(address account, bytes32 terms, ConsentBits bits, bytes32 r, bytes32 vs) private {
        consents.recordBySig(SignedConsent(account, terms, bits, r, vs));
    }

    function test_Record() external {
        ConsentBits bits = bitsOf("salt");
        bytes32 inner = innerOf(bits);
        bytes32 id = idOf(ada, inner);
        vm.expectEmit();
        emit IConsents.ConsentGranted(ada, TERMS, bits.withTime(uint40(START)));
        vm.prank(ada);
        vm.assertEq(consents.record(TERMS, bits), id, "id");
        assertRecord(id, PURPOSES, START, FAR, 0, 0);
        vm.assertEq(consents.innerOf(TERMS, bits), inner, "innerOf");
        vm.assertEq(consents.idOf(ada, inner), id, "idOf");
    }

    function testFuzz_Record_KeepsEveryField(
        bytes32 terms,
        uint64 dataset,
        uint64 salt,
        uint40 deadline,
        uint40 end,
        uint32 purposes
    ) external {
        end = uint40(bound(end, START + 1, type(uint40).max));
        purposes = uint32(bound(purposes, 1, type(uint32).max));
        ConsentBits bits = bitsOf(bytes32(uint256(dataset)), salt, deadline, end, purposes);
        vm.assertEq(bits.datasetOf(), dataset, "dataset");
        vm.assertEq(bits.saltOf(), salt, "salt");
        vm.assertEq(bits.deadlineOf(), deadline, "deadline");
        vm.assertEq(bits.endOf(), end, "end");
        vm.assertEq(bits.purposesOf(), purposes, "purposes");

        vm.expectEmit();
        emit IConsents.ConsentGranted(
            ada, terms, bitsOf(bytes32(uint256(dataset)), salt, uint40(START), end, purposes)
        );
        vm.prank(ada);
        bytes32 id = consents.record(terms, bits);

        ConsentBits idBits = bitsOf(bytes32(uint256(dataset)), salt, 0, end, purposes);
        vm.assertEq(id, idOf(ada, keccak256(abi.encode(terms, idBits))), "all but the deadline makes the id");
        assertRecord(id, purposes, START, end, 0, 0);
        vm.assertTrue(
            consents.isEligible(id, bytes32(uint256(dataset)), purposes, uint40(START), end), "kept dataset"
        );
    }

    function test_RevertWhen_NothingIsPermitted() external {
        vm.expectRevert(abi.encodeWithSelector(IConsents.ConsentsNoPurposes.selector));
        consents.record(TERMS, bitsOf(DATASET, 1, FAR, FAR, 0));
    }

    function testFuzz_RevertWhen_BitsAboveThePurposesAreSet(uint16 above, uint32 purposes) external {
        above = uint16(bound(above, 1, type(uint16).max));
        ConsentBits bits = ConsentBits.wrap(
            ConsentBits.unwrap(bitsOf(DATASET, 1, FAR, FAR, purposes)) | (uint256(above) << 240)
        );
        vm.expectRevert(abi.encodeWithSelector(IConsents.ConsentsInvalidBits.selector, bits));
        consents.record(TERMS, bits);
    }

    function testFuzz_RevertWhen_EndHasPassed(uint40 end) external {
        end = uint40(bound(end, 0, START));
        vm.expectRevert(abi.encodeWithSelector(IConsents.ConsentsEndPassed.selector, end, START));
        consents.record(TERMS, bitsOf(DATASET, 1, FAR, end, PURPOSES));
    }

    function test_RevertWhen_IdIsUsedAgain() external {
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        vm.startPrank(ada);
        vm.expectRevert(used(id));
        consents.record(TERMS, bitsOf("salt"));
        consents.pause(DATASET, list(inner));
        vm.expectRevert(used(id));
        consents.record(TERMS, bitsOf("salt"));
        consents.withdraw(DATASET, list(inner));
        vm.expectRevert(used(id));
        consents.record(TERMS, bitsOf("salt"));
    }

    function testFuzz_RevertWhen_IdIsUsedAgainWithAnotherDeadline(uint40 deadline) external {
        (bytes32 id,) = grant(ada, "salt");
        vm.prank(ada);
        vm.expectRevert(used(id));
        consents.record(TERMS, bitsOf("salt").withTime(deadline));
    }

    function test_Record_AgainWithNewSalt() external {
        (bytes32 old, bytes32 inner) = grant(ada, "salt");
        withdraw(ada, inner);
        (bytes32 id,) = grant(ada, "another");
        vm.assertTrue(id != old && consents.isLive(id), "a new id lives");
        vm.assertFalse(consents.isLive(old), "the old one does not");
    }

    function test_Record_OfTheSameTermsByTwoAccounts() external {
        (bytes32 hers,) = grant(ada, "salt");
        (bytes32 his,) = grant(ben, "salt");
        vm.assertTrue(hers != his && consents.isLive(hers) && consents.isLive(his), "one for each");
    }

    function test_RecordBySig() external {
        SignedConsent memory signed = signConsent(ADA_KEY, bitsOf("salt"));
        vm.expectEmit();
        emit IConsents.ConsentGranted(ada, TERMS, signed.bits.withTime(uint40(START)));
        vm.prank(stranger);
        consents.recordBySig(signed);
        vm.assertTrue(consents.isLive(idOf(ada, innerOf(signed.bits))), "relayed, under the account's own id");
    }

    function test_RecordBySig_InTheLastSecond() external {
        ConsentBits bits = bitsOf(DATASET, 1, uint40(START), FAR, PURPOSES);
        consents.recordBySig(signConsent(ADA_KEY, bits));
        vm.assertTrue(consents.isLive(idOf(ada, innerOf(bits))), "in time");
    }

    function testFuzz_RevertWhen_DeadlineHasPassed(uint40 deadline) external {
        deadline = uint40(bound(deadline, 0, START - 1));
        SignedConsent memory signed = signConsent(ADA_KEY, bitsOf(DATASET, 1, deadline, FAR, PURPOSES));
        bytes memory late =
            abi.encodeWithSelector(IConsents.ConsentsSignatureExpired.selector, deadline, START);
        vm.expectRevert(late);
        consents.recordBySig(signed);
        bytes memory long = sign(ADA_KEY, dao.members, grantMessage(ada, signed.bits));
        vm.expectRevert(late);
        consents.recordBySignature(ada, TERMS, signed.bits, long);
    }

    function test_RevertWhen_GrantIsSignedByAnother() external {
        SignedConsent memory signed = signConsent(BEN_KEY, bitsOf("salt"));
        signed.account = ada;
        vm.expectRevert(refused(ada));
        consents.recordBySig(signed);
    }

    function test_RevertWhen_NothingCanBeRecovered() external {
        ConsentBits bits = bitsOf("salt");
        address[3] memory nobody = [address(0), LAST, ada];
        bytes32[3] memory halves = [bytes32(0), bytes32(type(uint256).max), bytes32(uint256(1) << 255)];
        for (uint256 i; i < nobody.length; ++i) {
            for (uint256 h; h < halves.length; ++h) {
                vm.expectRevert(refused(nobody[i]));
                recordBySig(nobody[i], TERMS, bits, 0, halves[h]);
                vm.expectRevert(refused(nobody[i]));
                consents.recordBySignature(
                    nobody[i], TERMS, bits, abi.encodePacked(bytes32(0), halves[h], uint8(27))
                );
            }
        }
    }

    function testFuzz_RevertWhen_SignatureIsAnyOther(bytes32 r, bytes32 vs) external {
        vm.expectRevert(refused(ada));
        recordBySig(ada, TERMS, bitsOf("salt"), r, vs);
        vm.expectRevert(refused(address(0)));
        recordBySig(address(0), TERMS, bitsOf("salt"), r, vs);
        vm.expectRevert(refused(LAST));
        recordBySig(LAST, TERMS, bitsOf("salt"), r, vs);
    }

    function testFuzz_RevertWhen_AnyFieldIsNotWhatWasSigned(
        uint64 dataset,
        uint64 salt,
        uint40 deadline,
        uint40 end,
        uint32 purposes
    ) external {
        SignedConsent memory signed = signConsent(ADA_KEY, bitsOf("salt"));
        // A deadline that has passed is refused before anything else.
        deadline = uint40(bound(deadline, START, type(uint40).max));
        ConsentBits bits = bitsOf(bytes32(uint256(dataset)), salt, deadline, end, purposes);
        vm.assume(ConsentBits.unwrap(bits) != ConsentBits.unwrap(signed.bits));
        vm.expectRevert(refused(ada));
        recordBySig(ada, TERMS, bits, signed.r, signed.vs);
    }

    function testFuzz_RevertWhen_OneFieldIsNotWhatWasSigned(uint256 bit) external {
        SignedConsent memory signed = signConsent(ADA_KEY, bitsOf("salt"));
        bit = bound(bit, 0, 239);
        ConsentBits bits = ConsentBits.wrap(ConsentBits.unwrap(signed.bits) ^ (uint256(1) << bit));
        vm.assume(bits.deadlineOf() >= START);
        vm.expectRevert(refused(ada));
        recordBySig(ada, TERMS, bits, signed.r, signed.vs);
    }

    function testFuzz_RevertWhen_TermsAreNotWhatWasSigned(bytes32 terms) external {
        vm.assume(terms != TERMS);
        SignedConsent memory signed = signConsent(ADA_KEY, bitsOf("salt"));
        vm.expectRevert(refused(ada));
        recordBySig(ada, terms, signed.bits, signed.r, signed.vs);
    }

    function testFuzz_RevertWhen_TheAccountHasMoreThanItsBits(uint96 above) external {
        above = uint96(bound(above, 1, type(uint96).max));
        SignedConsent memory signed = signConsent(ADA_KEY, bitsOf("salt"));
        bytes memory data = abi.encodeCall(IConsents.recordBySig, (signed));
        assembly ("memory-safe") {
            let account := add(data, 0x24)
            mstore(account, or(mload(account), shl(160, above)))
        }
        (bool ok,) = dao.members.call(data);
        vm.assertFalse(ok, "no account");
        vm.assertFalse(consents.isKnown(idOf(ada, innerOf(signed.bits))), "nothing is recorded");
        SignedConsent[] memory many = new SignedConsent[](1);
        many[0] = signed;
        data = abi.encodeCall(IConsents.recordManyBySig, (many));
        assembly ("memory-safe") {
            let account := add(data, 0x64)
            mstore(account, or(mload(account), shl(160, above)))
        }
        (ok,) = dao.members.call(data);
        vm.assertFalse(ok, "no account");
        consents.recordBySig(signed);
    }

    function test_RevertWhen_AContractAccountSignsInTheShortForm() external {
        address wallet = address(new SignerWallet(ada));
        ConsentBits bits = bitsOf("salt");
        (bytes32 r, bytes32 vs) = short(sign(ADA_KEY, dao.members, grantMessage(wallet, bits)));
        vm.expectRevert(refused(wallet));
        recordBySig(wallet, TERMS, bits, r, vs);
    }

    function test_RecordManyBySig() external {
        SignedConsent[] memory many = new SignedConsent[](2);
        many[0] = signConsent(ADA_KEY, bitsOf("a"));
        many[1] = signConsent(BEN_KEY, bitsOf("b"));
        vm.prank(stranger);
        consents.recordManyBySig(many);
        vm.assertTrue(consents.isLive(idOf(ada, innerOf(many[0].bits))), "the first");
        vm.assertTrue(consents.isLive(idOf(ben, innerOf(many[1].bits))), "the second");
    }

    function test_RevertWhen_OneOfManyIsWrong() external {
        SignedConsent[] memory many = new SignedConsent[](3);
        many[0] = signConsent(ADA_KEY, bitsOf("a"));
        many[1] = signConsent(BEN_KEY, bitsOf("b"));
        many[2] = signConsent(BEN_KEY, bitsOf("c"));
        many[2].account = ada;
        vm.expectRevert(refused(ada));
        consents.recordManyBySig(many);
        many[2] = many[0];
        vm.expectRevert(used(idOf(ada, innerOf(many[0].bits))));
        consents.recordManyBySig(many);
        vm.assertFalse(consents.isKnown(idOf(ada, innerOf(many[0].bits))), "all or nothing");
        vm.assertFalse(consents.isKnown(idOf(ben, innerOf(many[1].bits))), "all or nothing");
    }

    function test_RecordBySignature() external {
        ConsentBits bits = bitsOf("salt");
        bytes memory signature = sign(ADA_KEY, dao.members, grantMessage(ada, bits));
        vm.prank(stranger);
        bytes32 id = consents.recordBySignature(ada, TERMS, bits, signature);
        vm.assertEq(id, idOf(ada, innerOf(bits)), "the account's own id");
        vm.assertTrue(consents.isLive(id), "relayed");
    }

    function test_RecordBySignature_ContractAccount() external {
        address wallet = address(new SignerWallet(ada));
        ConsentBits bits = bitsOf("salt");
        bytes memory signature = sign(ADA_KEY, dao.members, grantMessage(wallet, bits));
        vm.assertTrue(
            consents.isLive(consents.recordBySignature(wallet, TERMS, bits, signature)), "by ERC-1271"
        );
    }

    function test_RevertWhen_AContractAccountsSignerIsAnother() external {
        address wallet = address(new SignerWallet(ada));
        ConsentBits bits = bitsOf("salt");
        bytes memory signature = sign(BEN_KEY, dao.members, grantMessage(wallet, bits));
        vm.expectRevert(refused(wallet));
        consents.recordBySignature(wallet, TERMS, bits, signature);
        signature = sign(ADA_KEY, dao.members, grantMessage(ada, bits));
        vm.expectRevert(refused(wallet));
        consents.recordBySignature(wallet, TERMS, bits, signature);
    }

    function testFuzz_RevertWhen_TheSignatureHasAnotherLength(uint8 length) external {
        vm.assume(length != 65);
        ConsentBits bits = bitsOf("salt");
        bytes memory signature = sign(ADA_KEY, dao.members, grantMessage(ada, bits));
        bytes memory cut = new bytes(length);
        for (uint256 i; i < length && i < 65; ++i) {
            cut[i] = signature[i];
        }
        vm.expectRevert(refused(ada));
        consents.recordBySignature(ada, TERMS, bits, cut);
    }
}
