// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Vm } from "./Vm.sol";

abstract contract Test {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    // Forge takes contracts with this for tests.
    bool public constant IS_TEST = true;

    function bound(uint256 value, uint256 lowest, uint256 highest) internal pure returns (uint256) {
        return lowest + value % (highest - lowest + 1);
    }
}
