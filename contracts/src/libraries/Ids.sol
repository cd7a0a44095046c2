// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Ids
/// @notice What only one account can own costs no storage to own: its id is made with the account's address.
library Ids {
    /// @notice `keccak256(abi.encodePacked(account, inner))`.
    function idOf(address account, bytes32 inner) internal pure returns (bytes32 id) {
        assembly ("memory-safe") {
            mstore(0x00, account)
            mstore(0x20, inner)
            id := keccak256(0x0c, 0x34)
        }
    }
}
