// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Test } from "./base/Test.sol";

// Each vector of the SDK
// ├── its struct hash is that of its type, word by word
// ├── where a contract takes it: also as the contract writes it
// └── its digest is that of its domain, which has a chain and a contract unless it is signed before there are any
/// @notice Every message hashes to what the SDK signs. For those that the contracts take, the struct hashes are
/// written as the contracts write them; that the contracts accept such signatures is tested with each function.
/// Those that never reach a chain are hashed from their type, word by word, so that a contract could take them.
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
            return
                stopHash(i, keccak256("WithdrawConsents(address account,bytes32 dataset,bytes32[] inners)"));
        }
        if (name == keccak256("PauseConsents")) {
            return stopHash(i, keccak256("PauseConsents(address account,bytes32 dataset,bytes32[] inners)"));
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
        if (name == keccak256("ProcessingGrant")) {
            return keccak256(
                abi.encode(
                    keccak256(
                        "ProcessingGrant(address account,bytes32 contribution,address holder,string tasks,uint256 until)"
                    ),
                    account(i, "account"),
                    word(i, "contribution"),
                    account(i, "holder"),
                    keccak256(bytes(vm.parseJsonString(json, at(i, ".message.tasks")))),
                    uint40(number(i, "until"))
                )
            );
        }
        return 0;
    }

    function stopHash(uint256 i, bytes32 kind) private view returns (bytes32) {
        return keccak256(
            abi.encode(
                kind,
                account(i, "account"),
                word(i, "dataset"),
                keccak256(abi.encodePacked(vm.parseJsonBytes32Array(json, at(i, ".message.inners"))))
            )
        );
    }

    function grantHash(uint256 i) private view returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256(
                    "GrantConsent(address account,bytes32 dataset,bytes32 terms,uint32 purposes,uint40 end,uint64 salt,uint40 deadline)"
                ),
                account(i, "account"),
                bytes32(uint256(uint64(uint256(word(i, "dataset"))))),
                word(i, "terms"),
                uint32(number(i, "purposes")),
                uint40(number(i, "end")),
                uint64(number(i, "salt")),
                uint40(number(i, "deadline"))
            )
        );
    }

    /// @dev One field of a message as the 32 bytes that EIP-712 hashes.
    function fieldWord(uint256 i, bytes32 type_, string memory field) private view returns (bytes32) {
        string memory key = at(i, string.concat(".message.", field));
        if (type_ == keccak256("address")) {
            return bytes32(uint256(uint160(vm.parseJsonAddress(json, key))));
        }
        if (type_ == keccak256("bytes32")) return vm.parseJsonBytes32(json, key);
        if (type_ == keccak256("bytes32[]")) {
            return keccak256(abi.encodePacked(vm.parseJsonBytes32Array(json, key)));
        }
        if (type_ == keccak256("string")) return keccak256(bytes(vm.parseJsonString(json, key)));
        if (type_ == keccak256("bytes4")) return bytes32(bytes4(vm.parseJsonBytes(json, key)));
        return bytes32(vm.parseJsonUint(json, key));
    }

    /// @dev `Name(type field,type field)`, taken apart.
    function hashFromType(uint256 i) private view returns (bytes32) {
        string memory type_ = vm.parseJsonString(json, at(i, ".type"));
        string[] memory parts = vm.split(vm.split(vm.replace(type_, ")", ""), "(")[1], ",");
        bytes memory words = abi.encode(keccak256(bytes(type_)));
        for (uint256 f; f < parts.length; ++f) {
            string[] memory pair = vm.split(parts[f], " ");
            words = bytes.concat(words, fieldWord(i, keccak256(bytes(pair[0])), pair[1]));
        }
        return keccak256(words);
    }

    /// @dev What is signed before there is a chain names neither chain nor contract.
    function domainSeparator(uint256 i) private view returns (bytes32) {
        if (!vm.keyExistsJson(json, at(i, ".domain.chainId"))) {
            return keccak256(
                abi.encode(
                    keccak256("EIP712Domain(string name,string version)"),
                    keccak256("Usufruct"),
                    keccak256("1")
                )
            );
        }
        return keccak256(
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
    }

    function test_DigestsAreWhatTheSdkSigns() external view {
        uint256 taken;
        uint256 i;
        for (; vm.keyExistsJson(json, at(i, "")); ++i) {
            string memory name = vm.parseJsonString(json, at(i, ".name"));
            bytes32 hash = hashFromType(i);
            bytes32 asContractsWriteIt = structHash(i, keccak256(bytes(name)));
            if (asContractsWriteIt != 0) {
                ++taken;
                vm.assertEq(asContractsWriteIt, hash, name);
            }
            vm.assertEq(hash, vm.parseJsonBytes32(json, at(i, ".structHash")), name);
            vm.assertEq(
                keccak256(abi.encodePacked(hex"1901", domainSeparator(i), hash)),
                vm.parseJsonBytes32(json, at(i, ".digest")),
                name
            );
        }
        vm.assertGe(taken, 7, "all seven messages that contracts take");
        vm.assertGe(i, 20, "and all the others");
    }
}
