// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { CodeArgs } from "../src/libraries/CodeArgs.sol";
import { CodeCopies } from "../src/libraries/CodeCopies.sol";
import { Test } from "./base/Test.sol";

/// @notice Reads its own arguments, and makes copies of itself.
contract Copied {
    function word(uint256 fromEnd) external view returns (bytes32) {
        return bytes32(CodeArgs.word(fromEnd));
    }

    function addressAt(uint256 fromEnd) external view returns (address) {
        return CodeArgs.addressAt(fromEnd);
    }

    function make(address implementation, bytes calldata args, bool ownCode) external returns (address) {
        return CodeCopies.create(CodeCopies.initCode(implementation, args, ownCode));
    }

    function create(bytes calldata code) external returns (address) {
        return CodeCopies.create(code);
    }
}

// CodeCopies.addressAt
// └── for any account and nonce below 2³²: where that account's next contract is made
// CodeCopies.initCode, create
// ├── as a clone: 45 bytes that run the other's code, and the arguments
// ├── as a copy: the other's code, and the arguments
// └── when nothing is made: reverts
// CodeArgs
// └── for both: what was packed at the end, from just before its end on
contract CodeCopiesTest is Test {
    Copied private origin = new Copied();

    function test_AddressAt_AtEveryLengthOfTheNonce() external view {
        uint256[14] memory nonces = [
            uint256(1),
            2,
            0x7e,
            0x7f,
            0x80,
            0x81,
            0xff,
            0x100,
            0xffff,
            0x10000,
            0xffffff,
            0x1000000,
            0xfffffffe,
            0xffffffff
        ];
        for (uint256 i; i < nonces.length; ++i) {
            vm.assertEq(
                CodeCopies.addressAt(address(this), nonces[i]),
                vm.computeCreateAddress(address(this), nonces[i]),
                vm.toString(nonces[i])
            );
        }
    }

    function testFuzz_AddressAt(address account, uint32 nonce) external pure {
        vm.assume(nonce != 0);
        vm.assertEq(
            CodeCopies.addressAt(account, nonce), vm.computeCreateAddress(account, nonce), "by its RLP"
        );
    }

    function test_AddressAt_IsWhereTheyAreMade() external {
        Copied maker = new Copied();
        for (uint256 nonce = 1; nonce <= 300; ++nonce) {
            address made = maker.make(address(origin), "", false);
            vm.assertEq(made, CodeCopies.addressAt(address(maker), nonce), vm.toString(nonce));
        }
    }

    function testFuzz_Args_AreReadBack(bytes32 first, address second, uint16 third, bool ownCode) external {
        Copied made = Copied(origin.make(address(origin), abi.encodePacked(first, second, third), ownCode));
        vm.assertEq(made.word(54), first, "a word");
        vm.assertEq(made.addressAt(22), second, "an address");
        vm.assertEq(made.word(2), bytes32(bytes2(third)), "what is shorter stands in the upper bits");
        vm.assertEq(
            made.word(22), bytes32(abi.encodePacked(second, third, bytes10(0))), "and nothing after it"
        );
    }

    function testFuzz_Code_IsWhatWasAskedFor(bytes memory args) external {
        vm.assume(args.length < 1000);
        bytes memory own = origin.make(address(origin), args, true).code;
        vm.assertEq(own, bytes.concat(address(origin).code, args), "the code and the arguments");
        bytes memory clone = origin.make(address(origin), args, false).code;
        vm.assertEq(
            clone,
            abi.encodePacked(
                hex"363d3d373d3d3d363d73", address(origin), hex"5af43d82803e903d91602b57fd5bf3", args
            ),
            "ERC-1167 and the arguments"
        );
    }

    function test_Clone_PassesErrorsOn() external {
        Copied clone = Copied(origin.make(address(origin), "", false));
        vm.expectRevert(abi.encodeWithSelector(CodeCopies.CodeCopiesFailed.selector));
        clone.create(hex"fe");
    }

    function test_RevertWhen_NothingIsMade() external {
        vm.expectRevert(abi.encodeWithSelector(CodeCopies.CodeCopiesFailed.selector));
        origin.create(hex"fe");
    }
}
