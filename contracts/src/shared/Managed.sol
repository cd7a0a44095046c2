// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

/// @title Managed
/// @notice Parameters are set through the DAO's AccessManager, which is fixed at founding.
abstract contract Managed is AccessManaged(address(0)) {
    /// @notice The DAO's AccessManager.
    function authority() public view override returns (address) {
        return _manager();
    }

    function _manager() internal view virtual returns (address);

    /// @notice Refused to everyone: the manager decides who may do what, and nobody decides who the manager is.
    /// @dev Reverts with `AccessManagedUnauthorized`.
    function setAuthority(address) public view override {
        revert AccessManagedUnauthorized(msg.sender);
    }
}
