// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Catalogue } from "./offers/Catalogue.sol";
import { Licenses } from "./offers/Licenses.sol";
import { Pools } from "./offers/Pools.sol";

/// @title Offers
/// @notice What can be licensed, who licensed it, and where the income waits. See {IOffers} and {ILicenses}.
contract Offers is Catalogue, Pools, Licenses { }
