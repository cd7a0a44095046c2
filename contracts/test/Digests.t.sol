// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Test } from "./base/Test.sol";

/// @notice The messages that the contracts take hash to what the SDK signs. The struct hashes here are written
/// as the contracts write them; that the contracts accept such signatures is tested with each function.
contract DigestsTest is Test {
    string private json;

    function setUp() external {
        json = vm.readFile("../packages/sdk/src/messages/vectors.json");
    }

    function at(uint256 i, string memory field) private pure returns (string memory) {
        return string.concat("$[", vm.toString(i), "]", field);
    }

    function word(uint256 i, string memory field) private view returns (bytes32) {
        return vm.parseJsonBytes32(json, at(i, string.concat(".message.", field)));
    }

    function number(uint256 i, string memory field) private view returns (uint256) {
        return vm.parseJsonUint(json, at(i, string.concat(".message.", field)));
    }

    function account(uint256 i, string memory field) private view returns (address) {
        return vm.parseJsonAddress(json, at(i, string.concat(".message.", field)));
    }

    function structHash(uint256 i, bytes32 name) private view returns (bytes32) {
        if (name == keccak256("Join")) {
            return keccak256(
                abi.encode(
                    keccak256("Join(address account,bytes32 charter,uint256 deadline)"),
                    account(i, "account"),
                    word(i, "charter"),
                    number(i, "deadline")
                )
            );
        }
        if (name == keccak256("GrantConsent")) return grantHash(i);
        if (name == keccak256("WithdrawConsents")) {
            return keccak256(
                abi.encode(
                    keccak256("WithdrawConsents(address account,bytes32 dataset,bytes32[] inners)"),
                    account(i, "account"),
                    word(i, "dataset"),
                    keccak256(abi.encodePacked(vm.parseJsonBytes32Array(json, at(i, ".message.inners"))))
                )
            );
        }
        if (name == keccak256("RegisterContribution")) {
            return keccak256(
                abi.encode(
                    keccak256(
                        "RegisterContribution(address account,bytes32 dataset,bytes32 consent,bytes32 commitment,uint256 deadline)"
                    ),
                    account(i, "account"),
                    word(i, "dataset"),
                    word(i, "consent"),
                    word(i, "commitment"),
                    number(i, "deadline")
                )
            );
        }
        if (name == keccak256("ClaimEarnings")) {
            return keccak256(
                abi.encode(
                    keccak256(
                        "ClaimEarnings(address account,uint64 offer,bytes32 inner,address to,uint256 nonce,uint256 deadline)"
                    ),
                    account(i, "account"),
                    uint64(number(i, "offer")),
                    word(i, "inner"),
                    account(i, "to"),
                    number(i, "nonce"),
                    number(i, "deadline")
                )
            );
        }
        return 0;
    }

    function grantHash(uint256 i) private view returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256(
                    "GrantConsent(address account,bytes32 dataset,bytes32 agreement,bytes32 terms,uint32 purposes,uint40 end,bytes32 salt,uint256 deadline)"
                ),
                account(i, "account"),
                word(i, "dataset"),
                word(i, "agreement"),
                word(i, "terms"),
                uint32(number(i, "purposes")),
                uint40(number(i, "end")),
                word(i, "salt"),
                number(i, "deadline")
            )
        );
    }

    function test_DigestsAreWhatTheSdkSigns() external view {
        uint256 checked;
        for (uint256 i; vm.keyExistsJson(json, at(i, "")); ++i) {
            string memory name = vm.parseJsonString(json, at(i, ".name"));
            bytes32 hash = structHash(i, keccak256(bytes(name)));
            // Messages that never reach a chain have no counterpart here.
            if (hash == 0) continue;
            ++checked;
            vm.assertEq(hash, vm.parseJsonBytes32(json, at(i, ".structHash")), name);
            bytes32 domain = keccak256(
                abi.encode(
                    keccak256(
                        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                    ),
                    keccak256("Usufruct"),
                    keccak256("1"),
                    vm.parseJsonUint(json, at(i, ".domain.chainId")),
                    vm.parseJsonAddress(json, at(i, ".domain.verifyingContract"))
                )
            );
            vm.assertEq(
                keccak256(abi.encodePacked(hex"1901", domain, hash)),
                vm.parseJsonBytes32(json, at(i, ".digest")),
                name
            );
        }
        vm.assertGe(checked, 5, "all five messages");
    }
}
