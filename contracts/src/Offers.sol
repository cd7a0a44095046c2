// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Catalogue } from "./offers/Catalogue.sol";
import { OffersState } from "./offers/OffersState.sol";
import { Pools } from "./offers/Pools.sol";
import { Sales } from "./offers/Sales.sol";
import { OffersConfig } from "./types/Offer.sol";

/// @title Offers
/// @notice See the documentation in {IOffers}.
contract Offers is Catalogue, Pools, Sales {
    constructor(OffersConfig memory config) OffersState(config) {
        _setSplit(
            uint16(BPS) - config.reviewersBps - config.treasuryBps, config.reviewersBps, config.treasuryBps
        );
    }
}
