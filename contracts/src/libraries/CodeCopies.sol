// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title CodeCopies
/// @notice Makes contracts whose code ends with arguments of their own (see {CodeArgs}): clones that run another's code
/// (ERC-1167), or copies that have it.
library CodeCopies {
    error CodeCopiesFailed();

    /// @notice Code that makes, when it is run as init code, a contract out of `implementation` and `args`.
    function initCode(address implementation, bytes memory args, bool ownCode)
        internal
        view
        returns (bytes memory)
    {
        bytes memory code = ownCode
            ? implementation.code
            : abi.encodePacked(hex"363d3d373d3d3d363d73", implementation, hex"5af43d82803e903d91602b57fd5bf3");
        // PUSH2 size, DUP1, PUSH1 10, RETURNDATASIZE, CODECOPY, RETURNDATASIZE, RETURN: 10 bytes, then what is returned.
        return abi.encodePacked(hex"61", uint16(code.length + args.length), hex"80600a3d393df3", code, args);
    }

    /// @notice The hash of the code of what `code` makes, which {initCode} returned.
    function codeHash(bytes memory code) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            // Without the ten bytes that return the rest.
            hash := keccak256(add(code, 0x2a), sub(mload(code), 10))
        }
    }

    /// @notice Where the next contracts of an account will be, by how many it has made: less than 2¹⁶ − 1 apart.
    /// @dev The last 20 bytes of the hash of RLP([account, nonce]).
    function addressAt(address account, uint256 nonce) internal pure returns (address) {
        bytes memory list;
        if (nonce < 0x80) {
            list = abi.encodePacked(hex"d694", account, uint8(nonce));
        } else if (nonce <= type(uint8).max) {
            list = abi.encodePacked(hex"d794", account, hex"81", uint8(nonce));
        } else if (nonce <= type(uint16).max) {
            list = abi.encodePacked(hex"d894", account, hex"82", uint16(nonce));
        } else if (nonce <= type(uint24).max) {
            list = abi.encodePacked(hex"d994", account, hex"83", uint24(nonce));
        } else {
            list = abi.encodePacked(hex"da94", account, hex"84", uint32(nonce));
        }
        return address(uint160(uint256(keccak256(list))));
    }

    function create(bytes memory code) internal returns (address made) {
        assembly ("memory-safe") {
            made := create(0, add(code, 0x20), mload(code))
        }
        if (made == address(0)) revert CodeCopiesFailed();
    }
}
