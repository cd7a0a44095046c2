// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { SafeTransferLib } from "solady/utils/SafeTransferLib.sol";

import { IConsents } from "../interfaces/IConsents.sol";
import { IOffers } from "../interfaces/IOffers.sol";
import { IReleases } from "../interfaces/IReleases.sol";
import { CodeArgs } from "../libraries/CodeArgs.sol";
import { Managed } from "../shared/Managed.sol";
import {
    Batch,
    Offer,
    Pool,
    Position,
    StoredOffer,
    Till,
    Word,
    unpackPool,
    unpackPosition,
    unpackSale
} from "../types/Offer.sol";

/// @title OffersState
/// @notice What the parts of Offers share: storage, and what was fixed at founding.
/// @dev Arguments: authority 20 bytes, members 20, releases 20, coin 20, contributors' floor 2, reviewers'
/// share 2, treasury's share 2, holdback period 4.
abstract contract OffersState is IOffers, Managed, ReentrancyGuardTransient {
    using SafeTransferLib for address;

    uint256 internal constant BPS = 10_000;

    uint64 internal _offerCount;
    uint256 internal _till;
    mapping(uint64 offer => StoredOffer) internal _offers;
    mapping(bytes32 dataset => uint64[]) internal _openOffers;
    mapping(uint64 offer => mapping(uint32 release => Batch)) internal _batches;
    mapping(uint64 offer => uint256 pool) internal _pools;
    mapping(uint64 offer => mapping(bytes32 consentId => Word position)) internal _positions;
    // Earnings that were settled but not paid, in units with 64 fractional bits.
    mapping(uint64 offer => mapping(bytes32 consentId => uint256)) internal _owed;
    // Income that came back while nobody was there to take it, in the same units.
    mapping(uint64 offer => uint256) internal _carry;
    mapping(uint64 offer => mapping(uint32 release => mapping(uint256 word => uint256))) internal _joined;
    mapping(address account => uint128) internal _credits;

    function _manager() internal view override returns (address) {
        return CodeArgs.addressAt(90);
    }

    /// @inheritdoc IOffers
    function members() public view returns (IConsents) {
        return IConsents(CodeArgs.addressAt(70));
    }

    /// @inheritdoc IOffers
    function releases() public view returns (address) {
        return CodeArgs.addressAt(50);
    }

    /// @inheritdoc IOffers
    function coin() public view returns (address) {
        return CodeArgs.addressAt(30);
    }

    /// @inheritdoc IOffers
    function treasury() public view returns (address) {
        // Asked for seldom, so it is kept where keeping it is cheap: in Releases, which may not be there yet.
        address kept = releases();
        return kept.code.length == 0 ? address(0) : IReleases(kept).treasury();
    }

    /// @inheritdoc IOffers
    function contributorsFloorBps() public view returns (uint16) {
        return uint16(CodeArgs.word(10) >> 240);
    }

    /// @inheritdoc IOffers
    function holdbackPeriod() public view returns (uint32) {
        return uint32(CodeArgs.word(4) >> 224);
    }

    /// @inheritdoc IOffers
    function poolOf(uint64 offer) public view returns (Pool memory) {
        return unpackPool(_pools[offer]);
    }

    /// @inheritdoc IOffers
    function positionOf(uint64 offer, bytes32 consentId) public view returns (Position memory) {
        return unpackPosition(_positions[offer][consentId].bits);
    }

    /// @inheritdoc IOffers
    function batchOf(uint64 offer, uint32 release) external view returns (Batch memory) {
        return _batches[offer][release];
    }

    /// @dev The shares of reviewers and treasury.
    function _split(Till memory till) internal view returns (uint256 reviewersBps, uint256 treasuryBps) {
        if (till.splitChanged) return (till.reviewersBps, till.treasuryBps);
        uint256 founded = CodeArgs.word(8);
        return (founded >> 240, uint16(founded >> 224));
    }

    /// @dev All that a sale asks of an offer; dataset and terms are not read.
    function _saleOf(uint64 offer) internal view returns (Offer memory sale) {
        unpackSale(sale, _offers[offer].sale);
    }

    function _requireOpen(uint64 offer) internal view returns (Offer memory sale) {
        sale = _saleOf(offer);
        if (sale.open) return sale;
        if (sale.purposes == 0) revert OffersUnknown(offer);
        revert OffersOfferClosed(offer);
    }

    /// @dev What arrived, which for some coins is less than what was sent. Only within `nonReentrant`, so that nothing
    /// else that arrives is counted.
    function _pull(address paid, address payer, uint256 amount) internal returns (uint128) {
        if (amount == 0) return 0;
        uint256 before = paid.balanceOf(address(this));
        paid.safeTransferFrom(payer, address(this), amount);
        return SafeCast.toUint128(paid.balanceOf(address(this)) - before);
    }
}
