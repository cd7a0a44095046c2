// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Nonces } from "@openzeppelin/contracts/utils/Nonces.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { SafeTransferLib } from "solady/utils/SafeTransferLib.sol";

import { IConsents } from "../interfaces/IConsents.sol";
import { IOffers } from "../interfaces/IOffers.sol";
import { Ids } from "../libraries/Ids.sol";
import { PoolMath } from "../libraries/PoolMath.sol";
import { SumTree } from "../libraries/SumTree.sol";
import { SignedMessages } from "../shared/SignedMessages.sol";
import { ConsentBits } from "../types/Consent.sol";
import {
    Batch,
    Offer,
    Pool,
    Position,
    Word,
    packPool,
    packPosition,
    packSale,
    unpackPosition
} from "../types/Offer.sol";
import { Leaf, LeafProof, SumNode } from "../types/SumTree.sol";
import { OffersState } from "./OffersState.sol";

/// @title Pools
/// @notice The part of Offers that keeps positions and pays them. Always: what was paid and can be claimed is
/// not more than what came in; a pool's weight is its live positions and the leaves that have not joined; a
/// frozen position gains nothing from later sales.
abstract contract Pools is OffersState, SignedMessages, Nonces {
    using PoolMath for Pool;
    using SafeTransferLib for address;

    bytes32 private constant CLAIM_EARNINGS = keccak256(
        "ClaimEarnings(address account,uint64 offer,bytes32 inner,address to,uint256 nonce,uint256 deadline)"
    );

    /// @inheritdoc IOffers
    function enroll(uint64 offer, uint32 release, uint40 validUntil, bytes32 root, uint64 total) external {
        // Check: what stood its window only, as the next of an open offer.
        if (msg.sender != releases()) revert OffersOnlyReleases(msg.sender);
        Offer memory sale = _requireOpen(offer);
        Pool memory pool = poolOf(offer);
        if (release != pool.release + 1) revert OffersUnexpectedRelease(offer, release, pool.release + 1);

        // Effect: its weights count from here on, and it is what is sold.
        _batches[offer][release] =
            Batch({ root: root, acc: pool.acc, total: total, activatedAt: uint32(block.timestamp) });
        pool.weight += total;
        pool.release = release;
        _pools[offer] = packPool(pool);
        sale.validUntil = validUntil;
        _offers[offer].sale = packSale(sale);
    }

    /// @inheritdoc IOffers
    function join(uint64 offer, uint32 release, Leaf calldata leaf, uint256 index, SumNode[] calldata proof)
        external
    {
        if (!_joinOnce(offer, release, leaf, index, proof)) {
            revert OffersLeafAlreadyJoined(offer, release, index);
        }
    }

    /// @inheritdoc IOffers
    function freeze(uint64 offer, bytes32 consentId) external {
        // Check: the consent is over, or it cannot carry the weight that it has. Without weight only what is over can
        // be frozen: nobody may spoil an id before its member grants it. What has no record is no judge of itself: an
        // anchored consent must be shown.
        IConsents consents = members();
        if (!consents.isOver(consentId)) {
            if (positionOf(offer, consentId).weight == 0 || !consents.isKnown(consentId)) {
                revert OffersNotFreezable(offer, consentId);
            }
            Offer memory sale = _saleOf(offer);
            uint40 time = uint40(block.timestamp);
            bytes32 dataset = _offers[offer].dataset;
            if (consents.isEligible(consentId, dataset, sale.purposes, time, sale.validUntil)) {
                revert OffersNotFreezable(offer, consentId);
            }
        }
        _freeze(offer, consentId);
    }

    /// @inheritdoc IOffers
    function freezeShown(uint64 offer, address account, bytes32 terms, ConsentBits bits) external {
        // Check: it never got a record, which would decide; and it is over, or cannot carry the weight that it has.
        IConsents consents = members();
        bytes32 consentId = consents.idOf(account, consents.innerOf(terms, bits));
        Offer memory sale = _saleOf(offer);
        bool carries = bits.endOf() >= sale.validUntil && sale.purposes & ~bits.purposesOf() == 0
            && bytes32(uint256(bits.datasetOf())) == _offers[offer].dataset;
        bool isWeightless = positionOf(offer, consentId).weight == 0;
        bool isOver = bits.endOf() <= block.timestamp;
        if (consents.isKnown(consentId) || (!isOver && (carries || isWeightless))) {
            revert OffersNotFreezable(offer, consentId);
        }
        _freeze(offer, consentId);
    }

    /// @inheritdoc IOffers
    function freezeAll(bytes32 dataset, bytes32 consentId) external {
        // Check: a withdrawal or a pause only.
        if (msg.sender != address(members())) revert OffersOnlyMembers(msg.sender);

        uint64[] memory open = _openOffers[dataset];
        for (uint256 i; i < open.length; ++i) {
            _freeze(open[i], consentId);
        }
    }

    /// @inheritdoc IOffers
    function cutPart(
        uint64 offer,
        uint32 release,
        LeafProof calldata leaf,
        bytes32 contributionId,
        uint64 weight
    ) external {
        // Check: Releases only, which has the proof that the leaf holds that part.
        if (msg.sender != releases()) revert OffersOnlyReleases(msg.sender);

        // Effect: its weight must be in the position before it can leave it.
        _joinOnce(offer, release, leaf.leaf, leaf.index, leaf.proof);
        bytes32 consentId = leaf.leaf.consentId;
        Position memory position = positionOf(offer, consentId);
        if (position.frozen) return;

        // Effect: settle, then shrink position and pool.
        Pool memory pool = poolOf(offer);
        _owe(offer, consentId, position, pool.accrued(position));
        position.last = pool.acc;
        position.weight -= weight;
        pool.weight -= weight;
        _positions[offer][consentId].bits = packPosition(position);
        _pools[offer] = packPool(pool);
        emit PositionCut(offer, consentId, contributionId, weight);
    }

    /// @inheritdoc IOffers
    function claimPayout(uint64 offer, bytes32 inner, address to) external returns (uint128) {
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

    /// @return Whether it had not joined before.
    function _joinOnce(
        uint64 offer,
        uint32 release,
        Leaf calldata leaf,
        uint256 index,
        SumNode[] calldata proof
    ) private returns (bool) {
        // Check: an active release has the leaf.
        Batch memory batch = _batches[offer][release];
        if (batch.activatedAt == 0) revert OffersReleaseNotActive(offer, release);
        if (!SumTree.contains(
                batch.root, batch.total, SumTree.hashLeaf(leaf), leaf.weight, index, proof, SumTree.NODE
            )) revert OffersInvalidProof(offer, release, index);

        // Check and effect: once.
        if (!_markJoined(offer, release, SumTree.place(index, proof.length))) return false;
        _join(offer, release, batch.acc, leaf);
        return true;
    }

    function _markJoined(uint64 offer, uint32 release, uint256 place) private returns (bool) {
        uint256 bit = 1 << (place & 0xff);
        uint256 word = _joined[offer][release][place >> 8];
        if (word & bit != 0) return false;
        _joined[offer][release][place >> 8] = word | bit;
        return true;
    }

    function _join(uint64 offer, uint32 release, uint160 batchAcc, Leaf calldata leaf) private {
        Pool memory pool = poolOf(offer);
        Position memory position = positionOf(offer, leaf.consentId);
        if (position.frozen) {
            // Effect: it earned until the freeze; what it was credited since belongs to the others.
            (uint256 owed, uint256 income) = pool.joinFrozen(position, batchAcc, leaf.weight);
            _owe(offer, leaf.consentId, position, owed);
            _distribute(offer, pool, income);
            _pools[offer] = packPool(pool);
        } else {
            // Effect: settle the weight it had, and add the leaf's.
            _owe(offer, leaf.consentId, position, pool.joinLive(position, batchAcc, leaf.weight));
        }
        _positions[offer][leaf.consentId].bits = packPosition(position);
        emit PositionJoined(offer, leaf.consentId, release, leaf.weight);
    }

    /// @dev Reached by a withdrawal or a pause: nothing in here may revert.
    function _freeze(uint64 offer, bytes32 consentId) private {
        Position memory position = positionOf(offer, consentId);
        if (position.frozen) return;

        // Effect: settle and stop, whether or not it ever had weight.
        Pool memory pool = poolOf(offer);
        uint64 weight = position.weight;
        _owe(offer, consentId, position, pool.freeze(position));
        _positions[offer][consentId].bits = packPosition(position);
        if (weight != 0) _pools[offer] = packPool(pool);
        emit PositionFrozen(offer, consentId, weight, uint40(block.timestamp));
    }

    /// @dev Needs no lock: everything is written down before the coin is called, and what leaves while a price
    /// arrives only makes that sale's income smaller.
    function _claim(address account, uint64 offer, bytes32 inner, address to)
        private
        returns (uint128 amount)
    {
        bytes32 consentId = Ids.idOf(account, inner);
        Pool memory pool = poolOf(offer);
        Word storage stored = _positions[offer][consentId];
        Position memory position = unpackPosition(stored.bits);

        // Check: there is at least one unit.
        uint256 owed = pool.accrued(position);
        if (position.hasOwed) {
            owed += _owed[offer][consentId];
            delete _owed[offer][consentId];
            position.hasOwed = false;
        }
        amount = SafeCast.toUint128(pool.settle(position, owed));
        if (amount == 0) revert OffersNothingToClaim(offer, consentId);

        // Effect: nothing is owed any more.
        stored.bits = packPosition(position);
        emit EarningsClaimed(offer, consentId, amount);

        // Interaction: pay. The coin says to whom.
        coin().safeTransfer(to, amount);
    }

    /// @dev Income for whoever is there; kept for the next sale when nobody is.
    function _distribute(uint64 offer, Pool memory pool, uint256 income) internal {
        if (income == 0) return;
        if (pool.weight != 0) {
            pool.distribute(income);
        } else {
            _carry[offer] += income;
            Offer memory sale = _saleOf(offer);
            sale.hasCarry = true;
            _offers[offer].sale = packSale(sale);
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
