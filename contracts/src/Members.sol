// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { IOffers } from "./interfaces/IOffers.sol";
import { CodeArgs } from "./libraries/CodeArgs.sol";
import { Consents } from "./members/Consents.sol";
import { Membership } from "./members/Membership.sol";

/// @title Members
/// @notice Who belongs to the DAO and what they permit: the contract whose address is the DAO's. See {IMembership} and
/// {IConsents}. One role can do one thing here, replacing the charter that people join under.
/// @dev Arguments: offers 20 bytes, charter 32.
contract Members is Membership, Consents {
    /// @dev Offers knows it. In a DAO without Offers there is none, and the charter stays.
    function _manager() internal view override returns (address) {
        address pools = address(offers());
        return pools == address(0) ? address(0) : IAccessManaged(pools).authority();
    }

    /// @inheritdoc Consents
    function offers() public view override returns (IOffers) {
        return IOffers(CodeArgs.addressAt(52));
    }

    function _foundingCharter() internal view override returns (bytes32) {
        return bytes32(CodeArgs.word(32));
    }
}
