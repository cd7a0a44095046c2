// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { SafeTransferLib } from "solady/utils/SafeTransferLib.sol";

import { IOffers } from "../interfaces/IOffers.sol";
import { PoolMath } from "../libraries/PoolMath.sol";
import {
    Holdback,
    Offer,
    Pool,
    Purchase,
    Receipt,
    Till,
    packPool,
    packSale,
    packTill,
    unpackTill
} from "../types/Offer.sol";
import { OffersState } from "./OffersState.sol";

/// @title Sales
/// @notice The part of Offers that takes the price of a license, splits it, and pays everyone but contributors.
abstract contract Sales is OffersState {
    using PoolMath for Pool;
    using SafeCast for uint256;
    using SafeTransferLib for address;

    uint256 internal constant MONTH = 30 days;

    Holdback private _holdback;

    /// @inheritdoc IOffers
    function donate(uint64 offer, uint128 amount) external nonReentrant returns (uint128 received) {
        // Check: sales, and with them withdrawals, still reach this pool.
        Offer memory sale = _requireOpen(offer);

        // Interaction: take it.
        received = _pull(coin(), msg.sender, amount);

        // Check and effect: all of it is for the contributors.
        _credit(offer, sale.hasCarry, received);
        emit IncomeDonated(offer, msg.sender, received);
    }

    /// @inheritdoc IOffers
    function setSplit(uint16 contributorsBps, uint16 reviewersBps, uint16 treasuryBps) external restricted {
        // Check: the whole is shared out, and the contributors get no less than their floor.
        uint256 sum = uint256(contributorsBps) + reviewersBps + treasuryBps;
        if (sum != BPS) revert OffersInvalidSplit(sum);
        uint16 floor = contributorsFloorBps();
        if (contributorsBps < floor) revert OffersContributorsBelowFloor(contributorsBps, floor);

        // Effect: later sales are split like this.
        Till memory till = unpackTill(_till);
        (till.reviewersBps, till.treasuryBps, till.splitChanged) = (reviewersBps, treasuryBps, true);
        _till = packTill(till);
        emit SplitChanged(contributorsBps, reviewersBps, treasuryBps);
    }

    /// @inheritdoc IOffers
    function payReviewers(address[] calldata accounts, uint128[] calldata amounts) external restricted {
        // Check: one amount for each account.
        if (accounts.length != amounts.length) revert OffersLengthMismatch(accounts.length, amounts.length);

        // Effect: from the pot to the reviewers' credit.
        uint256 asked;
        for (uint256 i; i < accounts.length; ++i) {
            asked += amounts[i];
            _credits[accounts[i]] += amounts[i];
            emit ReviewerCredited(accounts[i], amounts[i]);
        }

        // Check: the pot holds that much.
        Till memory till = unpackTill(_till);
        if (asked > till.reviewers) revert OffersPotTooSmall(asked, till.reviewers);
        till.reviewers -= uint96(asked);
        _till = packTill(till);
    }

    /// @inheritdoc IOffers
    function collect(address to) external nonReentrant returns (uint128 amount) {
        // Effect: what the treasury may have by now is its own, and what came in since is held from now on.
        bool begins = msg.sender == treasury() && _mature();

        // Check: there is something, or something begins to be held.
        amount = _credits[msg.sender];
        if (amount == 0) {
            if (begins) return 0;
            revert OffersNothingToCollect(msg.sender);
        }

        // Effect: nothing is owed any more.
        delete _credits[msg.sender];
        emit CreditCollected(msg.sender, to, amount);

        // Interaction: pay.
        coin().safeTransfer(to, amount);
    }

    /// @inheritdoc IOffers
    function reviewersPot() external view returns (uint128) {
        return unpackTill(_till).reviewers;
    }

    /// @inheritdoc IOffers
    function refundsPot() external view returns (uint128) {
        return uint128(unpackTill(_till).treasury) + _holdback.held;
    }

    /// @inheritdoc IOffers
    function credit(address account) external view returns (uint128) {
        if (account != treasury()) return _credits[account];
        (uint96 matured,,) = _maturing();
        return _credits[account] + matured;
    }

    /// @inheritdoc IOffers
    function split() external view returns (uint16 contributorsBps, uint16 reviewersBps, uint16 treasuryBps) {
        (uint256 reviewers, uint256 forTreasury) = _split(unpackTill(_till));
        return (uint16(BPS - reviewers - forTreasury), uint16(reviewers), uint16(forTreasury));
    }

    /// @dev What a purchase comes to, before anything is paid.
    function _quote(Purchase memory purchase) internal view returns (Receipt memory receipt, uint128 price) {
        // Check: an open offer, the release that the buyer expects, a term that offer and release allow, at a price
        // that the buyer accepts.
        Offer memory sale = _requireOpen(purchase.offer);
        uint32 current = poolOf(purchase.offer).release;
        if (purchase.release != current || current == 0) {
            revert OffersUnexpectedRelease(purchase.offer, purchase.release, current);
        }
        receipt.purposes = sale.purposes;
        receipt.hasCarry = sale.hasCarry;
        receipt.end = _endOf(sale, purchase);
        price = uint128(sale.pricePerMonth) * purchase.months;
        if (price > purchase.maxPrice) {
            revert OffersPriceAboveMaximum(purchase.offer, price, purchase.maxPrice);
        }
    }

    /// @dev Splits what was paid; the contributors get what rounding leaves. Only once it has arrived, because a coin
    /// may let members leave during its transfer.
    function _share(uint64 offer, Receipt memory receipt) internal {
        Till memory till = unpackTill(_till);
        (uint256 reviewersBps, uint256 treasuryBps) = _split(till);
        receipt.reviewers = uint128(uint256(receipt.paid) * reviewersBps / BPS);
        uint128 forTreasury = uint128(uint256(receipt.paid) * treasuryBps / BPS);
        receipt.contributors = receipt.paid - receipt.reviewers - forTreasury;
        till.reviewers = (uint256(till.reviewers) + receipt.reviewers).toUint96();
        till.treasury = (uint256(till.treasury) + forTreasury).toUint96();
        _till = packTill(till);
        _credit(offer, receipt.hasCarry, receipt.contributors);
    }

    /// @dev From what the treasury does not have yet: the newest first.
    function _takeRefund(uint128 amount) internal {
        Till memory till = unpackTill(_till);
        uint96 fresh = till.treasury;
        uint96 held = _holdback.held;
        if (amount > uint256(fresh) + held) revert OffersPotTooSmall(amount, uint128(fresh) + held);
        uint96 fromFresh = amount < fresh ? uint96(amount) : fresh;
        till.treasury = fresh - fromFresh;
        _till = packTill(till);
        _holdback.held = held - uint96(amount - fromFresh);
    }

    function _credit(uint64 offer, bool hasCarry, uint128 amount) private {
        // Check: somebody earns.
        Pool memory pool = poolOf(offer);
        if (pool.weight == 0) revert OffersNobodyToPay(offer);

        // Effect: what came back while nobody was there goes along.
        uint256 income = uint256(amount) << 64;
        if (hasCarry) {
            income += _carry[offer];
            delete _carry[offer];
            Offer memory sale = _saleOf(offer);
            sale.hasCarry = false;
            _offers[offer].sale = packSale(sale);
        }
        pool.distribute(income);
        _pools[offer] = packPool(pool);
    }

    function _endOf(Offer memory sale, Purchase memory purchase) private pure returns (uint40) {
        if (purchase.months == 0 || purchase.months > sale.maxMonths) {
            revert OffersTermOutOfRange(purchase.months, sale.maxMonths);
        }
        uint256 end = purchase.start + purchase.months * MONTH;
        if (end > sale.validUntil) revert OffersTermBeyondRelease(end, sale.validUntil);
        return uint40(end);
    }

    /// @dev What was held long enough is credited; what came in since is held from now on.
    /// @return Whether anything is.
    function _mature() private returns (bool) {
        (uint96 matured, uint96 held, uint40 since) = _maturing();
        if (since == _holdback.heldSince && matured == 0) return false;
        _holdback = Holdback({ held: held, heldSince: since });
        Till memory till = unpackTill(_till);
        till.treasury = 0;
        _till = packTill(till);
        _credits[msg.sender] += matured;
        return held != 0;
    }

    /// @return matured What the treasury may have by now.
    /// @return held What refunds can still be paid from, if it takes that.
    /// @return since From when on.
    function _maturing() private view returns (uint96 matured, uint96 held, uint40 since) {
        uint32 period = holdbackPeriod();
        uint96 fresh = unpackTill(_till).treasury;
        Holdback memory holdback = _holdback;
        if (period == 0) return (fresh + holdback.held, 0, 0);
        if (block.timestamp < uint256(holdback.heldSince) + period) {
            return (0, holdback.held, holdback.heldSince);
        }
        return (holdback.held, fresh, uint40(block.timestamp));
    }
}
