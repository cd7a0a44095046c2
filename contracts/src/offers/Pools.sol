// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Nonces } from "@openzeppelin/contracts/utils/Nonces.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import { IOffers } from "../interfaces/IOffers.sol";
import { PoolMath } from "../libraries/PoolMath.sol";
import { SumTree } from "../libraries/SumTree.sol";
import { SignedMessages } from "../SignedMessages.sol";
import { Offer, Pool, Position, ReleaseStatus } from "../types/Offer.sol";
import { Leaf, LeafProof, PartProof, SumNode } from "../types/SumTree.sol";
import { Challenges } from "./Challenges.sol";

/// @title Pools
/// @notice The part of Offers that keeps positions and pays them. Always: what was paid and can be claimed is
/// not more than what came in; a pool's weight is its live positions and the leaves that have not joined; a
/// frozen position gains nothing from later sales.
abstract contract Pools is Challenges, SignedMessages, Nonces {
    using PoolMath for Pool;
    using SafeERC20 for IERC20;

    bytes32 private constant CLAIM_EARNINGS = keccak256(
        "ClaimEarnings(address account,uint64 offer,bytes32 inner,address to,uint256 nonce,uint256 deadline)"
    );

    /// @inheritdoc IOffers
    function join(uint64 offer, uint32 release, Leaf calldata leaf, uint256 index, SumNode[] calldata proof)
        external
    {
        // Check: an active release has the leaf.
        _requireActive(offer, release);
        _requireLeaf(offer, release, leaf, index, proof);

        // Check and effect: once.
        if (!_markJoined(offer, release, SumTree.place(index, proof.length))) {
            revert OffersLeafAlreadyJoined(offer, release, index);
        }
        _join(offer, release, leaf);
    }

    /// @inheritdoc IOffers
    function freeze(uint64 offer, bytes32 consentId) external {
        // Check: the consent is over, or it cannot carry the weight that it has. Without weight only what is
        // over can be frozen: nobody may spoil an id before its member grants it.
        if (!_isFreezable(offer, consentId)) revert OffersNotFreezable(offer, consentId);

        _freeze(offer, consentId);
    }

    /// @inheritdoc IOffers
    function freezeAll(bytes32 dataset, bytes32 consentId) external {
        // Check: a withdrawal or a pause only.
        if (msg.sender != address(consents)) revert OffersOnlyConsents(msg.sender);

        uint64[] memory open = _openOffers[dataset];
        for (uint256 i; i < open.length; ++i) {
            _freeze(open[i], consentId);
        }
    }

    /// @inheritdoc IOffers
    function cut(uint64 offer, uint32 release, LeafProof calldata leaf, PartProof calldata part) external {
        // Check: an active release has the contribution, and it was taken out.
        _requireActive(offer, release);
        _requireLeaf(offer, release, leaf.leaf, leaf.index, leaf.proof);
        _requirePart(leaf.leaf, part);
        bytes32 contributionId = part.part.contributionId;
        if (!contributions.isEnded(contributionId)) revert OffersNotCuttable(offer, contributionId);

        // Check and effect: once.
        bytes32 leafPlace = _leafPlace(release, leaf);
        if (_cut[offer][leafPlace][_placeOf(part)]) {
            revert OffersPartAlreadyCut(offer, release, leaf.index, part.index);
        }
        _cut[offer][leafPlace][_placeOf(part)] = true;

        // Effect: its weight must be in the position before it can leave it.
        if (_markJoined(offer, release, _placeOf(leaf))) _join(offer, release, leaf.leaf);
        bytes32 consentId = leaf.leaf.consentId;
        Position memory position = positionOf(offer, consentId);
        if (position.frozen) return;

        // Effect: settle, then shrink position and pool.
        Pool memory pool = poolOf(offer);
        _owe(offer, consentId, position, pool.accrued(position));
        position.last = pool.acc;
        position.weight -= part.part.weight;
        pool.weight -= part.part.weight;
        _setPosition(offer, consentId, position);
        _setPool(offer, pool);
        emit PositionCut(offer, consentId, contributionId, part.part.weight);
    }

    /// @inheritdoc IOffers
    function claim(uint64 offer, bytes32 inner, address to) external returns (uint128) {
        return _claim(msg.sender, offer, inner, to);
    }

    /// @inheritdoc IOffers
    function claimBySig(
        address account,
        uint64 offer,
        bytes32 inner,
        address to,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external returns (uint128) {
        // Check: in time, in order, signed by the account.
        if (block.timestamp > deadline) revert OffersSignatureExpired(deadline, block.timestamp);
        _useCheckedNonce(account, nonce);
        bytes32 message = keccak256(abi.encode(CLAIM_EARNINGS, account, offer, inner, to, nonce, deadline));
        if (!_signed(account, message, signature)) revert OffersInvalidSignature(account);

        return _claim(account, offer, inner, to);
    }

    /// @inheritdoc IOffers
    function claimable(uint64 offer, bytes32 consentId) external view returns (uint128) {
        uint256 owed = _owed[offer][consentId] + poolOf(offer).accrued(positionOf(offer, consentId));
        return SafeCast.toUint128(owed >> 64);
    }

    /// @inheritdoc IOffers
    function isJoined(uint64 offer, uint32 release, uint256 index, uint256 depth)
        external
        view
        returns (bool)
    {
        uint256 place = SumTree.place(index, depth);
        return _joined[offer][release][place >> 8] & (1 << (place & 0xff)) != 0;
    }

    function _requireActive(uint64 offer, uint32 release) private view {
        if (_releases[offer][release].status != ReleaseStatus.Active) {
            revert OffersReleaseNotActive(offer, release);
        }
    }

    function _markJoined(uint64 offer, uint32 release, uint256 place) private returns (bool) {
        uint256 bit = 1 << (place & 0xff);
        uint256 word = _joined[offer][release][place >> 8];
        if (word & bit != 0) return false;
        _joined[offer][release][place >> 8] = word | bit;
        return true;
    }

    function _join(uint64 offer, uint32 release, Leaf calldata leaf) private {
        Pool memory pool = poolOf(offer);
        Position memory position = positionOf(offer, leaf.consentId);
        uint160 batchAcc = _releases[offer][release].acc;
        if (position.frozen) {
            // Effect: it earned until the freeze; what it was credited since belongs to the others.
            (uint256 owed, uint256 income) = pool.joinFrozen(position, batchAcc, leaf.weight);
            _owe(offer, leaf.consentId, position, owed);
            _distribute(offer, pool, income);
            _setPool(offer, pool);
        } else {
            // Effect: settle the weight it had, and add the leaf's.
            _owe(offer, leaf.consentId, position, pool.joinLive(position, batchAcc, leaf.weight));
        }
        _setPosition(offer, leaf.consentId, position);
        emit PositionJoined(offer, leaf.consentId, release, leaf.weight);
    }

    function _isFreezable(uint64 offer, bytes32 consentId) private view returns (bool) {
        if (consents.isOver(consentId)) return true;
        if (_positions[offer][consentId].weight == 0) return false;
        Offer storage $ = _offers[offer];
        uint40 validUntil = _releases[offer][_pools[offer].release].validUntil;
        return !consents.isEligible(consentId, $.dataset, $.purposes, uint40(block.timestamp), validUntil);
    }

    /// @dev Reached by a withdrawal or a pause: nothing in here may revert.
    function _freeze(uint64 offer, bytes32 consentId) private {
        Position memory position = positionOf(offer, consentId);
        if (position.frozen) return;

        // Effect: settle and stop, whether or not it ever had weight.
        Pool memory pool = poolOf(offer);
        uint64 weight = position.weight;
        _owe(offer, consentId, position, pool.freeze(position));
        _setPosition(offer, consentId, position);
        if (weight != 0) _setPool(offer, pool);
        emit PositionFrozen(offer, consentId, weight, uint40(block.timestamp));
    }

    function _claim(address account, uint64 offer, bytes32 inner, address to)
        private
        nonReentrant
        returns (uint128 amount)
    {
        bytes32 consentId = keccak256(abi.encodePacked(account, inner));
        Pool memory pool = poolOf(offer);
        Position memory position = positionOf(offer, consentId);

        // Check: there is at least one unit.
        uint256 owed = pool.accrued(position);
        if (position.hasOwed) owed += _owed[offer][consentId];
        amount = SafeCast.toUint128(pool.settle(position, owed));
        if (amount == 0) revert OffersNothingToClaim(offer, consentId);

        // Effect: nothing is owed any more.
        if (position.hasOwed) {
            position.hasOwed = false;
            delete _owed[offer][consentId];
        }
        _setPosition(offer, consentId, position);
        emit EarningsClaimed(offer, consentId, to, amount);

        // Interaction: pay.
        coin.safeTransfer(to, amount);
    }

    /// @dev Income for whoever is there; kept for the next sale when nobody is.
    function _distribute(uint64 offer, Pool memory pool, uint256 income) private {
        if (income == 0) return;
        if (pool.weight != 0) {
            pool.distribute(income);
        } else {
            _carry[offer] += income;
            _offers[offer].hasCarry = true;
        }
    }

    function _owe(uint64 offer, bytes32 consentId, Position memory position, uint256 owed) private {
        if (owed == 0) return;
        unchecked {
            // A sum of parts of what came in, which is less than 2^192.
            _owed[offer][consentId] += owed;
        }
        position.hasOwed = true;
    }
}
