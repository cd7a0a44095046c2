// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IOffers } from "../interfaces/IOffers.sol";
import { Offer } from "../types/Offer.sol";
import { OffersState } from "./OffersState.sol";

/// @title Catalogue
/// @notice The part of Offers that opens, prices and closes offers.
abstract contract Catalogue is OffersState {
    uint256 internal constant MAX_OPEN_OFFERS = 8;

    /// @inheritdoc IOffers
    function createOffer(
        bytes32 dataset,
        uint32 purposes,
        bytes32 terms,
        uint96 pricePerMonth,
        uint16 maxMonths
    ) external restricted returns (uint64 offer) {
        // Check: it permits something, for some time, and a withdrawal can still freeze all open offers.
        if (purposes == 0) revert OffersNoPurposes();
        if (maxMonths == 0) revert OffersNoTerm();
        if (_openOffers[dataset].length == MAX_OPEN_OFFERS) revert OffersTooMany(dataset, MAX_OPEN_OFFERS);

        // Effect: open it.
        offer = ++_offerCount;
        _offers[offer] = Offer({
            dataset: dataset,
            terms: terms,
            pricePerMonth: pricePerMonth,
            maxMonths: maxMonths,
            purposes: purposes,
            lastActivatedAt: 0,
            open: true,
            hasCarry: false
        });
        _openOffers[dataset].push(offer);
        emit OfferCreated(offer, dataset, purposes, terms, pricePerMonth, maxMonths);
    }

    /// @inheritdoc IOffers
    function closeOffer(uint64 offer) external restricted {
        // Check: it is open.
        _requireOpen(offer);

        // Effect: close it, and make room for a successor. Withdrawals need not freeze it any more, because it
        // has no more income.
        _offers[offer].open = false;
        uint64[] storage open = _openOffers[_offers[offer].dataset];
        uint256 last = open.length - 1;
        for (uint256 i; i < last; ++i) {
            if (open[i] == offer) {
                open[i] = open[last];
                break;
            }
        }
        open.pop();
        emit OfferClosed(offer);
    }

    /// @inheritdoc IOffers
    function setPrice(uint64 offer, uint96 pricePerMonth) external restricted {
        // Check: it is open.
        _requireOpen(offer);

        // Effect: later sales cost this.
        _offers[offer].pricePerMonth = pricePerMonth;
        emit OfferPriceChanged(offer, pricePerMonth);
    }

    /// @inheritdoc IOffers
    function offerOf(uint64 offer) external view returns (Offer memory) {
        return _offers[offer];
    }

    /// @inheritdoc IOffers
    function offersOf(bytes32 dataset) external view returns (uint64[] memory) {
        return _openOffers[dataset];
    }
}
