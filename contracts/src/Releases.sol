// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Disputes } from "./releases/Disputes.sol";
import { Questions } from "./releases/Questions.sol";

/// @title Releases
/// @notice How a release becomes what is sold. See {IReleases}.
contract Releases is Disputes, Questions { }
