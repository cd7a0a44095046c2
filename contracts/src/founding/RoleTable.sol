// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

// Written by scripts/generate.mjs from roles.json. Do not edit.

import { IAccessManager } from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import { IContributions } from "../interfaces/IContributions.sol";
import { IDeposits } from "../interfaces/IDeposits.sol";
import { ILicenses } from "../interfaces/ILicenses.sol";
import { IOffers } from "../interfaces/IOffers.sol";
import { IReleases } from "../interfaces/IReleases.sol";
import { Dao } from "../types/Founding.sol";

/// @title RoleTable
/// @notice Which role may call which restricted function. What is not named here is the admin's, role 0.
library RoleTable {
    uint64 internal constant OPERATOR = 1;
    uint64 internal constant RELEASER = 2;
    uint64 internal constant REVIEW = 3;
    uint64 internal constant ARBITER = 4;
    uint64 internal constant CONTRIBUTORS = 5;
    // Those above, as bits.
    uint256 private constant GIVEN = 0x3e;

    /// @dev Whether it is a role that a founding can give.
    function has(uint64 role) internal pure returns (bool) {
        return (GIVEN >> role) & 1 == 1;
    }

    function write(Dao memory dao) internal {
        IAccessManager manager = IAccessManager(dao.authority);
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = IContributions.setStatus.selector;
        manager.setTargetFunctionRole(dao.contributions, selectors, REVIEW);
        selectors = new bytes4[](1);
        selectors[0] = IDeposits.slash.selector;
        manager.setTargetFunctionRole(dao.contributions, selectors, ARBITER);
        selectors = new bytes4[](6);
        selectors[0] = IOffers.createOffer.selector;
        selectors[1] = IOffers.succeedOffer.selector;
        selectors[2] = IOffers.closeOffer.selector;
        selectors[3] = IOffers.setPrice.selector;
        selectors[4] = IOffers.raiseReserve.selector;
        selectors[5] = IOffers.payReviewers.selector;
        manager.setTargetFunctionRole(dao.offers, selectors, OPERATOR);
        selectors = new bytes4[](1);
        selectors[0] = IOffers.lowerReserve.selector;
        manager.setTargetFunctionRole(dao.offers, selectors, CONTRIBUTORS);
        selectors = new bytes4[](2);
        selectors[0] = ILicenses.refund.selector;
        selectors[1] = ILicenses.revoke.selector;
        manager.setTargetFunctionRole(dao.offers, selectors, ARBITER);
        selectors = new bytes4[](1);
        selectors[0] = IReleases.assertRelease.selector;
        manager.setTargetFunctionRole(dao.releases, selectors, RELEASER);
        selectors = new bytes4[](2);
        selectors[0] = IReleases.cancelRelease.selector;
        selectors[1] = IReleases.rule.selector;
        manager.setTargetFunctionRole(dao.releases, selectors, ARBITER);
    }
}
