// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { AnchoredFixture } from "../base/AnchoredFixture.sol";

/// @notice What the tests over all numbers share: for each they say beforehand what has to come of it.
abstract contract Numbers is AnchoredFixture {
    /// @dev Half of the numbers as they come, half of them about as large as where something changes.
    function near(uint256 number, uint256 edge) internal pure returns (uint256) {
        return number % 2 == 0 ? number : (number >> 1) % (2 * edge + 2);
    }

    /// @dev The next call reverts with `why`, or does not.
    function expect(bytes memory why) internal {
        if (why.length != 0) vm.expectRevert(why);
    }
}
