// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import { IOffers } from "../interfaces/IOffers.sol";
import { Offer, Pool, Release, ReleaseStatus } from "../types/Offer.sol";
import { OffersState } from "./OffersState.sol";

/// @title Releases
/// @notice The part of Offers in which a release is asserted and, unless proved wrong, becomes current.
abstract contract Releases is OffersState {
    // An assertion reads the world as it was at most this long ago.
    uint40 internal constant MAX_AGE = 1 days;

    /// @inheritdoc IOffers
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
        _requireOpen(offer);
        uint32 current = _pools[offer].release;
        if (release != current + 1) revert OffersUnexpectedRelease(offer, release, current + 1);
        SafeCast.toUint24(release);
        if (_releases[offer][release].status != ReleaseStatus.None) {
            revert OffersReleasePending(offer, release);
        }

        // Check: times in order, and a root where there is something to prove.
        _checkTimes(_releases[offer][current].at, at, validUntil);
        if ((root == 0) != (total == 0)) revert OffersInvalidRoot(root, total);

        // Interaction: take the bond.
        uint128 bond = _isRemoval(offer, total, validUntil) ? 0 : _pull(msg.sender, bondFor(offer));

        // Effect: the assertion stands from now on.
        uint40 challengeEnds = uint40(block.timestamp) + challengeWindow;
        _releases[offer][release] = Release({
            root: root,
            manifest: manifest,
            acc: 0,
            total: total,
            at: at,
            validUntil: validUntil,
            challengeEnds: challengeEnds,
            status: ReleaseStatus.Asserted,
            bond: bond,
            asserter: msg.sender
        });
        emit ReleaseAsserted(
            offer, release, msg.sender, at, validUntil, root, total, manifest, challengeEnds, bond
        );
    }

    /// @inheritdoc IOffers
    function activateRelease(uint64 offer, uint32 release) external {
        // Check: pending, and its window over. A pending release is always the current one's successor.
        Release storage asserted = _requirePending(offer, release);
        if (block.timestamp < asserted.challengeEnds) {
            revert OffersWindowOpen(offer, release, asserted.challengeEnds);
        }

        // Check: not sooner after the last one than the charter allows, unless all it does is remove.
        if (!_isRemoval(offer, asserted.total, asserted.validUntil)) {
            Offer storage $ = _offers[offer];
            uint256 earliest = uint256($.lastActivatedAt) + minInterval;
            if ($.lastActivatedAt != 0 && block.timestamp < earliest) revert OffersTooSoon(offer, earliest);
            $.lastActivatedAt = uint40(block.timestamp);
        }

        // Effect: the bond goes back, as a credit, so that no transfer can keep a release from activation.
        _credits[asserted.asserter] += asserted.bond;
        asserted.asserter = address(0);
        asserted.bond = 0;

        // Effect: its weights count from here on.
        Pool memory pool = poolOf(offer);
        asserted.acc = pool.acc;
        asserted.status = ReleaseStatus.Active;
        pool.weight += asserted.total;
        pool.release = release;
        _setPool(offer, pool);
        emit ReleaseActivated(
            offer,
            release,
            asserted.root,
            asserted.total,
            asserted.manifest,
            asserted.validUntil,
            uint40(block.timestamp)
        );
    }

    /// @inheritdoc IOffers
    function cancelRelease(uint64 offer, uint32 release) external restricted {
        // Check: pending.
        Release storage asserted = _requirePending(offer, release);

        // Effect: the bond goes back, the number is free again.
        _credits[asserted.asserter] += asserted.bond;
        delete _releases[offer][release];
        emit ReleaseCancelled(offer, release, msg.sender);
    }

    /// @inheritdoc IOffers
    function releaseOf(uint64 offer, uint32 release) external view returns (Release memory) {
        return _releases[offer][release];
    }

    /// @inheritdoc IOffers
    function bondFor(uint64 offer) public view returns (uint128) {
        // The income since the last release stands in the accumulator already.
        Pool memory pool = poolOf(offer);
        uint256 income = (uint256(pool.acc - _releases[offer][pool.release].acc) * pool.weight) >> 64;
        return SafeCast.toUint128(minBond + income * bondBps / BPS);
    }

    function _requirePending(uint64 offer, uint32 release) internal view returns (Release storage asserted) {
        asserted = _releases[offer][release];
        if (asserted.status != ReleaseStatus.Asserted) revert OffersReleaseNotPending(offer, release);
    }

    /// @dev Enrolls nobody and prolongs nothing: it can only take away, so nothing needs to hold it up.
    function _isRemoval(uint64 offer, uint64 total, uint40 validUntil) private view returns (bool) {
        uint32 current = _pools[offer].release;
        return total == 0 && current != 0 && validUntil <= _releases[offer][current].validUntil;
    }

    function _checkTimes(uint40 lastAt, uint40 at, uint40 validUntil) private view {
        uint40 time = uint40(block.timestamp);
        uint40 earliest = uint40(Math.max(lastAt, time > MAX_AGE ? time - MAX_AGE : 0));
        if (at < earliest || at > time) revert OffersInvalidTime(at, earliest, time);
        uint256 windowEnd = uint256(time) + challengeWindow;
        if (validUntil <= windowEnd) revert OffersInvalidTerm(validUntil, windowEnd + 1);
    }
}
