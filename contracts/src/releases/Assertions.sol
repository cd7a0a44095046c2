// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import { IOffers } from "../interfaces/IOffers.sol";
import { IReleases } from "../interfaces/IReleases.sol";
import { Offer, Pool } from "../types/Offer.sol";
import { Assertion, Pending } from "../types/Release.sol";
import { ReleasesState } from "./ReleasesState.sol";

/// @title Assertions
/// @notice The part of Releases in which a release is asserted and, unless struck out, becomes current.
abstract contract Assertions is ReleasesState {
    // An assertion reads the world as it was at most this long ago.
    uint40 internal constant MAX_AGE = 1 days;

    /// @inheritdoc IReleases
    function assertRelease(
        uint64 offer,
        uint32 release,
        uint40 at,
        uint40 validUntil,
        bytes32 root,
        uint64 total,
        bytes32 manifest
    ) external restricted nonReentrant {
        // Check: an open offer, the next number, nothing pending. A license has 24 bits for the number.
        IOffers pools = offers();
        Offer memory offered = pools.offerOf(offer);
        if (!offered.open) revert IOffers.OffersOfferClosed(offer);
        Pool memory pool = pools.poolOf(offer);
        if (release != pool.release + 1) revert ReleasesUnexpected(offer, release, pool.release + 1);
        SafeCast.toUint24(release);
        Pending storage pending = _pending[offer];
        if (pending.hash != 0) revert ReleasesPending(offer);

        // Check: times in order, and a root where there is something to prove.
        uint40 challengeEnds = uint40(block.timestamp) + challengeWindow();
        _checkTimes(pending.lastAt, at, validUntil, challengeEnds);
        if ((root == 0) != (total == 0)) revert ReleasesInvalidRoot(root, total);

        // Interaction: take the bond.
        uint128 bond =
            _isRemoval(offered, release, total, validUntil) ? 0 : _pull(_bondFor(pools, offer, pool));

        // Effect: the assertion stands from now on.
        Assertion memory asserted = Assertion({
            offer: offer,
            release: release,
            at: at,
            validUntil: validUntil,
            root: root,
            total: total,
            manifest: manifest,
            asserter: msg.sender,
            challengeEnds: challengeEnds,
            bond: bond
        });
        pending.hash = keccak256(abi.encode(asserted));
        emit ReleaseAsserted(
            offer, release, msg.sender, at, validUntil, root, total, manifest, challengeEnds, bond
        );
    }

    /// @inheritdoc IReleases
    function activateRelease(Assertion calldata asserted) external {
        // Check: pending, its window over, and nobody waits for an answer or a ruling.
        Pending storage pending = _requirePending(asserted);
        (uint64 offer, uint32 release) = (asserted.offer, asserted.release);
        if (block.timestamp < asserted.challengeEnds) {
            revert ReleasesWindowOpen(offer, release, asserted.challengeEnds);
        }
        if (pending.questions != 0) revert ReleasesQuestionsOpen(offer, pending.questions);
        if (pending.disputer != address(0)) revert ReleasesDisputed(offer, release);

        // Check: not sooner after the last one than the charter allows, unless all it does is remove.
        IOffers pools = offers();
        uint40 lastActivatedAt = pending.lastActivatedAt;
        if (!_isRemoval(pools.offerOf(offer), release, asserted.total, asserted.validUntil)) {
            uint256 earliest = uint256(lastActivatedAt) + minInterval();
            if (lastActivatedAt != 0 && block.timestamp < earliest) revert ReleasesTooSoon(offer, earliest);
            lastActivatedAt = uint40(block.timestamp);
        }

        // Effect: the bond goes back, as a credit, so that no transfer can keep a release from activation.
        if (asserted.bond != 0) _credits[asserted.asserter] += asserted.bond;
        pending.hash = 0;
        (pending.lastAt, pending.lastActivatedAt) = (asserted.at, lastActivatedAt);
        emit ReleaseActivated(
            offer,
            release,
            asserted.root,
            asserted.total,
            asserted.manifest,
            asserted.validUntil,
            uint40(block.timestamp)
        );

        // Interaction: with this DAO's own Offers.
        pools.enroll(offer, release, asserted.validUntil, asserted.root, asserted.total);
    }

    /// @inheritdoc IReleases
    function cancelRelease(Assertion calldata asserted) external restricted {
        _requirePending(asserted);
        _cancel(asserted);
    }

    /// @inheritdoc IReleases
    function bondFor(uint64 offer) external view returns (uint128) {
        IOffers pools = offers();
        return _bondFor(pools, offer, pools.poolOf(offer));
    }

    function _cancel(Assertion calldata asserted) internal {
        // Effect: everybody has their stake back, the number is free again.
        Pending storage pending = _pending[asserted.offer];
        if (pending.disputer != address(0)) _credits[pending.disputer] += _stakeOf(asserted);
        _credits[asserted.asserter] += asserted.bond;
        _clear(asserted);
        emit ReleaseCancelled(asserted.offer, asserted.release, msg.sender);
    }

    function _bondFor(IOffers pools, uint64 offer, Pool memory pool) private view returns (uint128) {
        // The income since the last release stands in the accumulator already.
        uint160 since = pool.release == 0 ? 0 : pools.batchOf(offer, pool.release).acc;
        uint256 income = (uint256(pool.acc - since) * pool.weight) >> 64;
        return SafeCast.toUint128(minBond() + income * bondBps() / BPS);
    }

    /// @dev Enrolls nobody and prolongs nothing: it can only take away, so nothing needs to hold it up.
    function _isRemoval(Offer memory offered, uint32 release, uint64 total, uint40 validUntil)
        private
        pure
        returns (bool)
    {
        return total == 0 && release != 1 && validUntil <= offered.validUntil;
    }

    function _checkTimes(uint40 lastAt, uint40 at, uint40 validUntil, uint40 windowEnd) private view {
        uint40 time = uint40(block.timestamp);
        uint40 earliest = uint40(Math.max(lastAt, time > MAX_AGE ? time - MAX_AGE : 0));
        if (at < earliest || at > time) revert ReleasesInvalidTime(at, earliest, time);
        if (validUntil <= windowEnd) revert ReleasesInvalidTerm(validUntil, uint256(windowEnd) + 1);
    }
}
