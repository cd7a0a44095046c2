// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {
    AccessManagerUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagerUpgradeable.sol";

/// @title Authority
/// @notice Who may set which parameter of a DAO. The factory initialises each one in the transaction that makes it.
contract Authority is AccessManagerUpgradeable {
    /// @dev The one that others are copies of belongs to nobody.
    constructor() {
        _disableInitializers();
    }
}
