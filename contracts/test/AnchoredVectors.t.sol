// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IConsents } from "../src/interfaces/IConsents.sol";
import { AnchoredConsent, ConsentBits } from "../src/types/Consent.sol";
import { DaoFixture } from "./base/DaoFixture.sol";

// Each vector of the SDK
// └── counts for the contract exactly if it does for the SDK: from its anchoring on, until its end
/// @notice Keepers and nodes decide about anchored consents for themselves; this holds them to what the contract says.
contract AnchoredVectorsTest is DaoFixture {
    string private json;

    function at(uint256 i, string memory field) private pure returns (string memory) {
        return string.concat(".cases[", vm.toString(i), "].", field);
    }

    function word(uint256 i, string memory field) private view returns (bytes32) {
        return vm.parseJsonBytes32(json, at(i, field));
    }

    function number(uint256 i, string memory field) private view returns (uint40) {
        return uint40(vm.parseJsonUint(json, at(i, field)));
    }

    function readAnchored(uint256 i) private view returns (AnchoredConsent memory anchored) {
        anchored.signed.account = vm.parseJsonAddress(json, at(i, "account"));
        anchored.signed.terms = word(i, "terms");
        anchored.signed.bits = ConsentBits.wrap(uint256(word(i, "bits")));
        anchored.signed.r = word(i, "r");
        anchored.signed.vs = word(i, "vs");
        anchored.root = word(i, "root");
        anchored.proof = vm.parseJsonBytes32Array(json, at(i, "proof"));
    }

    function assertCounts(IConsents there, uint256 i, uint40 time) private returns (bool counts) {
        AnchoredConsent memory anchored = readAnchored(i);
        if (there.anchoredAt(anchored.root) == 0) there.anchorConsents(anchored.root, "file");
        counts = vm.parseJsonBool(json, at(i, "counts"));
        vm.assertTrue(isEligible(there, i, anchored, time) == counts, vm.parseJsonString(json, at(i, "name")));
        vm.assertFalse(isEligible(there, i, anchored, time - 1), "before it was anchored");
        vm.assertFalse(isEligible(there, i, anchored, number(i, "end")), "at its end");
    }

    function isEligible(IConsents there, uint256 i, AnchoredConsent memory anchored, uint40 time)
        private
        view
        returns (bool)
    {
        return there.isAnchoredEligible(
            anchored, word(i, "dataset"), uint32(number(i, "purposes")), time, number(i, "end")
        );
    }

    function test_Vectors() external {
        json = vm.readFile("../packages/sdk/src/anchor/vectors.json");
        // Signed for this chain and this address: the same code there, with its arguments.
        address signedFor = vm.parseJsonAddress(json, ".members");
        vm.chainId(vm.parseJsonUint(json, ".chainId"));
        vm.etch(signedFor, dao.members.code);
        uint40 time = uint40(vm.parseJsonUint(json, ".anchoredAt"));
        vm.warp(time);

        uint256 i;
        uint256 counting;
        for (; vm.keyExistsJson(json, at(i, "name")); ++i) {
            if (assertCounts(IConsents(signedFor), i, time)) ++counting;
        }
        vm.assertEq(i, 28, "all read");
        vm.assertEq(counting, 14, "of both kinds");
    }
}
