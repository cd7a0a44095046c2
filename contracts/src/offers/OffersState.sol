// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import { IConsents } from "../interfaces/IConsents.sol";
import { IContributions } from "../interfaces/IContributions.sol";
import { IOffers } from "../interfaces/IOffers.sol";
import { Offer, OffersConfig, Pool, Position, Release, Till } from "../types/Offer.sol";

/// @title OffersState
/// @notice What the parts of Offers share: storage, and the addresses and figures fixed at deployment.
abstract contract OffersState is IOffers, AccessManaged, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    uint256 internal constant BPS = 10_000;

    IERC20 public immutable coin;
    IConsents public immutable consents;
    IContributions public immutable contributions;
    address public immutable licenses;
    address public immutable treasury;
    uint16 public immutable contributorsFloorBps;
    uint16 public immutable bondBps;
    uint128 public immutable minBond;
    uint32 public immutable minInterval;
    uint32 public immutable challengeWindow;

    uint64 internal _offerCount;
    Till internal _till;
    mapping(uint64 offer => Offer) internal _offers;
    mapping(bytes32 dataset => uint64[]) internal _openOffers;
    mapping(uint64 offer => mapping(uint32 release => Release)) internal _releases;
    mapping(uint64 offer => Pool) internal _pools;
    mapping(uint64 offer => mapping(bytes32 consentId => Position)) internal _positions;
    // Earnings that were settled but not paid, in units with 64 fractional bits.
    mapping(uint64 offer => mapping(bytes32 consentId => uint256)) internal _owed;
    // Income that came back while nobody was there to take it, in the same units.
    mapping(uint64 offer => uint256) internal _carry;
    mapping(uint64 offer => mapping(uint32 release => mapping(uint256 word => uint256))) internal _joined;
    mapping(uint64 offer => mapping(bytes32 leafPlace => mapping(uint256 partPlace => bool))) internal _cut;
    mapping(address account => uint128) internal _credits;

    constructor(OffersConfig memory config) AccessManaged(config.authority) {
        coin = IERC20(config.coin);
        consents = IConsents(config.consents);
        contributions = IContributions(config.contributions);
        licenses = config.licenses;
        treasury = config.treasury;
        contributorsFloorBps = config.contributorsFloorBps;
        bondBps = config.bondBps;
        minBond = config.minBond;
        minInterval = config.minInterval;
        challengeWindow = config.challengeWindow;
    }

    /// @inheritdoc IOffers
    function poolOf(uint64 offer) public view returns (Pool memory) {
        return _pools[offer];
    }

    /// @inheritdoc IOffers
    function positionOf(uint64 offer, bytes32 consentId) public view returns (Position memory) {
        return _positions[offer][consentId];
    }

    function _setPool(uint64 offer, Pool memory pool) internal {
        _pools[offer] = pool;
    }

    function _setPosition(uint64 offer, bytes32 consentId, Position memory position) internal {
        _positions[offer][consentId] = position;
    }

    function _requireOpen(uint64 offer) internal view {
        if (offer == 0 || offer > _offerCount) revert OffersUnknown(offer);
        if (!_offers[offer].open) revert OffersOfferClosed(offer);
    }

    /// @dev What arrived, which for some coins is less than what was sent. Only within `nonReentrant`, so that
    /// nothing else that arrives is counted.
    function _pull(address from, uint256 amount) internal returns (uint128) {
        if (amount == 0) return 0;
        uint256 before = coin.balanceOf(address(this));
        coin.safeTransferFrom(from, address(this), amount);
        return SafeCast.toUint128(coin.balanceOf(address(this)) - before);
    }
}
