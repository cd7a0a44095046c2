// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import { IOffers } from "../interfaces/IOffers.sol";
import { PoolMath } from "../libraries/PoolMath.sol";
import { Offer, Pool, Sale, Till } from "../types/Offer.sol";
import { OffersState } from "./OffersState.sol";

/// @title Sales
/// @notice The part of Offers that takes the price of a license, splits it, and pays everyone but contributors.
abstract contract Sales is OffersState {
    using PoolMath for Pool;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    uint256 internal constant MONTH = 30 days;

    /// @inheritdoc IOffers
    function sell(Sale calldata sale)
        external
        nonReentrant
        returns (uint128 price, uint32 purposes, uint40 end)
    {
        // Check: Licenses only, for an open offer and the release that the buyer expects.
        if (msg.sender != licenses) revert OffersOnlyLicenses(msg.sender);
        _requireOpen(sale.offer);
        uint32 current = _pools[sale.offer].release;
        if (sale.release != current || current == 0) {
            revert OffersUnexpectedRelease(sale.offer, sale.release, current);
        }

        // Check: a term that offer and release allow, at a price that the buyer accepts.
        end = _endOf(sale);
        Offer storage $ = _offers[sale.offer];
        purposes = $.purposes;
        price = uint128($.pricePerMonth) * sale.months;
        if (price > sale.maxPrice) revert OffersPriceAboveMaximum(sale.offer, price, sale.maxPrice);

        // Interaction: take it.
        uint128 received = _pull(sale.payer, price);

        // Check: somebody earns. Read only now, because a coin may let members leave during its transfer.
        Pool memory pool = poolOf(sale.offer);
        if (pool.weight == 0) revert OffersNobodyToPay(sale.offer);

        // Effect: split what arrived.
        uint256 income = uint256(_split(sale.offer, sale.license, received)) << 64;
        if ($.hasCarry) {
            income += _carry[sale.offer];
            delete _carry[sale.offer];
            $.hasCarry = false;
        }
        pool.distribute(income);
        _setPool(sale.offer, pool);
    }

    /// @inheritdoc IOffers
    function setSplit(uint16 contributorsBps, uint16 reviewersBps, uint16 treasuryBps) external restricted {
        _setSplit(contributorsBps, reviewersBps, treasuryBps);
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
        uint104 pot = _till.reviewers;
        if (asked > pot) revert OffersPotTooSmall(asked, pot);
        _till.reviewers = uint104(pot - asked);
    }

    /// @inheritdoc IOffers
    function collect(address to) external nonReentrant returns (uint128 amount) {
        // Check: there is something.
        amount = credit(msg.sender);
        if (amount == 0) revert OffersNothingToCollect(msg.sender);

        // Effect: nothing is owed any more.
        delete _credits[msg.sender];
        if (msg.sender == treasury) _till.treasury = 0;
        emit CreditCollected(msg.sender, to, amount);

        // Interaction: pay.
        coin.safeTransfer(to, amount);
    }

    /// @inheritdoc IOffers
    function reviewersPot() external view returns (uint128) {
        return _till.reviewers;
    }

    /// @inheritdoc IOffers
    function credit(address account) public view returns (uint128) {
        return account == treasury ? _credits[account] + _till.treasury : _credits[account];
    }

    /// @inheritdoc IOffers
    function split() external view returns (uint16 contributorsBps, uint16 reviewersBps, uint16 treasuryBps) {
        Till memory till = _till;
        return (uint16(BPS) - till.reviewersBps - till.treasuryBps, till.reviewersBps, till.treasuryBps);
    }

    function _setSplit(uint16 contributorsBps, uint16 reviewersBps, uint16 treasuryBps) internal {
        // Check: the whole is shared out, and the contributors get no less than their floor.
        uint256 sum = uint256(contributorsBps) + reviewersBps + treasuryBps;
        if (sum != BPS) revert OffersInvalidSplit(sum);
        if (contributorsBps < contributorsFloorBps) {
            revert OffersContributorsBelowFloor(contributorsBps, contributorsFloorBps);
        }

        // Effect: later sales are split like this.
        _till.reviewersBps = reviewersBps;
        _till.treasuryBps = treasuryBps;
        emit SplitChanged(contributorsBps, reviewersBps, treasuryBps);
    }

    /// @dev The contributors get what rounding leaves.
    function _split(uint64 offer, uint256 license, uint128 received) private returns (uint128 contributors) {
        Till memory till = _till;
        uint128 reviewers = uint128(uint256(received) * till.reviewersBps / BPS);
        uint128 forTreasury = uint128(uint256(received) * till.treasuryBps / BPS);
        contributors = received - reviewers - forTreasury;
        till.reviewers = (uint256(till.reviewers) + reviewers).toUint104();
        till.treasury = (uint256(till.treasury) + forTreasury).toUint104();
        _till = till;
        emit IncomeCredited(offer, license, received, contributors, reviewers, forTreasury);
    }

    function _endOf(Sale calldata sale) private view returns (uint40) {
        uint16 maxMonths = _offers[sale.offer].maxMonths;
        if (sale.months == 0 || sale.months > maxMonths) revert OffersTermOutOfRange(sale.months, maxMonths);
        uint256 end = sale.start + sale.months * MONTH;
        uint40 validUntil = _releases[sale.offer][sale.release].validUntil;
        if (end > validUntil) revert OffersTermBeyondRelease(end, validUntil);
        return uint40(end);
    }
}
