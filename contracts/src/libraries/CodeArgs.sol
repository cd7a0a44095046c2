// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title CodeArgs
/// @notice What a contract was founded with, packed at the very end of its own code, where nothing can change it.
/// A clone (ERC-1167 with immutable arguments) and a contract with code of its own are read the same way.
/// @dev `EXTCODECOPY` of `address(this)`, not `CODECOPY`: in a clone the running code is the implementation's.
library CodeArgs {
    /// @notice The 32 bytes that begin `fromEnd` bytes before the end of this contract's code. What is shorter stands
    /// in their upper bits.
    function word(uint256 fromEnd) internal view returns (uint256 result) {
        assembly ("memory-safe") {
            mstore(0x00, 0)
            extcodecopy(address(), 0x00, sub(extcodesize(address()), fromEnd), 0x20)
            result := mload(0x00)
        }
    }

    function addressAt(uint256 fromEnd) internal view returns (address) {
        return address(uint160(word(fromEnd) >> 96));
    }
}
