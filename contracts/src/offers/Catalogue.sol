// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IOffers } from "../interfaces/IOffers.sol";
import { Offer, StoredOffer, packSale, unpackSale } from "../types/Offer.sol";
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
        uint80 pricePerMonth,
        uint80 reservePrice,
        uint8 maxMonths
    ) external restricted returns (uint64 offer) {
        return _create(dataset, purposes, terms, pricePerMonth, reservePrice, maxMonths);
    }

    /// @inheritdoc IOffers
    function succeedOffer(uint64 offer, bytes32 terms, uint80 pricePerMonth, uint8 maxMonths)
        external
        restricted
        returns (uint64 successor)
    {
        Offer memory old = _close(offer);
        bytes32 dataset = _offers[offer].dataset;
        successor = _create(dataset, old.purposes, terms, pricePerMonth, old.reservePrice, maxMonths);
        emit OfferSucceeded(offer, successor);
    }

    /// @inheritdoc IOffers
    function closeOffer(uint64 offer) external restricted {
        _close(offer);
    }

    /// @inheritdoc IOffers
    function setPrice(uint64 offer, uint80 pricePerMonth) external restricted {
        // Check: it is open, and not below what the contributors accept.
        Offer memory sale = _requireOpen(offer);
        _requireReserve(pricePerMonth, sale.reservePrice);

        // Effect: later sales cost this.
        sale.pricePerMonth = pricePerMonth;
        _offers[offer].sale = packSale(sale);
        emit OfferPriceChanged(offer, pricePerMonth);
    }

    /// @inheritdoc IOffers
    function raiseReserve(uint64 offer, uint80 reservePrice) external restricted {
        // Check: upwards, and not past the price.
        Offer memory sale = _requireOpen(offer);
        if (reservePrice < sale.reservePrice) {
            revert OffersReserveFalls(offer, reservePrice, sale.reservePrice);
        }
        _setReserve(offer, sale, reservePrice);
    }

    /// @inheritdoc IOffers
    function lowerReserve(uint64 offer, uint80 reservePrice) external restricted {
        // Check: it is open. Who may do this speaks for the contributors.
        _setReserve(offer, _requireOpen(offer), reservePrice);
    }

    /// @inheritdoc IOffers
    function offerOf(uint64 offer) external view returns (Offer memory whole) {
        StoredOffer memory stored = _offers[offer];
        unpackSale(whole, stored.sale);
        (whole.dataset, whole.terms) = (stored.dataset, stored.terms);
    }

    /// @inheritdoc IOffers
    function offersOf(bytes32 dataset) external view returns (uint64[] memory) {
        return _openOffers[dataset];
    }

    function _create(
        bytes32 dataset,
        uint32 purposes,
        bytes32 terms,
        uint80 pricePerMonth,
        uint80 reservePrice,
        uint8 maxMonths
    ) private returns (uint64 offer) {
        // Check: it permits something, for some time, and a withdrawal can still freeze all open offers.
        if (uint256(dataset) >> 64 != 0) revert OffersInvalidDataset(dataset);
        if (purposes == 0) revert OffersNoPurposes();
        if (maxMonths == 0) revert OffersNoTerm();
        _requireReserve(pricePerMonth, reservePrice);
        if (_openOffers[dataset].length == MAX_OPEN_OFFERS) revert OffersTooMany(dataset, MAX_OPEN_OFFERS);

        // Effect: open it.
        offer = ++_offerCount;
        Offer memory sale;
        (sale.pricePerMonth, sale.reservePrice) = (pricePerMonth, reservePrice);
        (sale.maxMonths, sale.purposes, sale.open) = (maxMonths, purposes, true);
        _offers[offer] = StoredOffer({ dataset: dataset, terms: terms, sale: packSale(sale) });
        _openOffers[dataset].push(offer);
        emit OfferCreated(offer, dataset, purposes, terms, pricePerMonth, reservePrice, maxMonths);
    }

    /// @dev Withdrawals need not freeze a closed offer any more, because it has no more income.
    function _close(uint64 offer) private returns (Offer memory sale) {
        // Check: it is open.
        sale = _requireOpen(offer);

        // Effect: close it, and make room for a successor.
        sale.open = false;
        _offers[offer].sale = packSale(sale);
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

    function _setReserve(uint64 offer, Offer memory sale, uint80 reservePrice) private {
        _requireReserve(sale.pricePerMonth, reservePrice);
        sale.reservePrice = reservePrice;
        _offers[offer].sale = packSale(sale);
        emit OfferReserveChanged(offer, reservePrice);
    }

    function _requireReserve(uint80 price, uint80 reservePrice) private pure {
        if (price < reservePrice) revert OffersBelowReserve(price, reservePrice);
    }
}
