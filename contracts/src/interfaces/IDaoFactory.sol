// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Dao, Founding } from "../types/Founding.sol";

/// @title IDaoFactory
/// @notice Founds DAOs. Each has contracts of its own, with state and money of its own; the factory keeps no say in any of
/// them. It has no owner and nothing in it can be changed.
interface IDaoFactory {
    /// @notice Membership and consents, and the contract in which pools are opened, are there. The rest will be where these
    /// two expect it, and nowhere else.
    event CoreFounded(address indexed members);
    /// @notice A DAO is complete.
    event DaoFounded(
        address indexed members, address offers, address releases, address contributions, address authority
    );

    /// @dev The three shares of a sale come to more than the whole, or leave contributors less than their floor.
    error DaoFactoryInvalidSplit(uint256 contributorsBps, uint16 floorBps);
    /// @dev There is no contract at the coin's address.
    error DaoFactoryNoCoin(address coin);
    error DaoFactoryNoAdmin();
    /// @dev There is nothing that members could join under.
    error DaoFactoryNoCharter();
    /// @dev The role table does not have this role, or it is the admin's, whom the founding names by itself.
    error DaoFactoryUnknownRole(uint64 role);
    /// @dev What is there is not what just this founding begins with.
    error DaoFactoryUnknownCore(address members);

    /// @notice Founds a whole DAO.
    function found(Founding calldata founding) external returns (Dao memory dao);

    /// @notice Founds a DAO's beginning: people can join, and permit.
    function foundCore(Founding calldata founding) external returns (address members, address offers);

    /// @notice Completes what was begun, exactly as it was to be. Anyone may.
    function complete(Founding calldata founding, address members, address offers)
        external
        returns (Dao memory dao);
}
