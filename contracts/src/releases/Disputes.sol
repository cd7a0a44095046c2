// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IReleases } from "../interfaces/IReleases.sol";
import { IOffers } from "../interfaces/IOffers.sol";
import { Assertion, Pending } from "../types/Release.sol";
import { Assertions } from "./Assertions.sol";

/// @title Disputes
/// @notice The part of Releases in which the arbiter rules on what no proof decides, in the shape of ERC-792.
abstract contract Disputes is Assertions {
    uint256 internal constant STANDS = 1;
    uint256 internal constant FALLS = 2;
    uint256 internal constant PATIENCE = 30 days;

    /// @inheritdoc IReleases
    function dispute(Assertion calldata asserted, bytes32 evidence) external nonReentrant {
        // Check: pending, in time, nobody was first.
        Pending storage pending = _requirePending(asserted);
        _requireWindowOpen(asserted);
        if (pending.disputer != address(0)) revert ReleasesDisputed(asserted.offer, asserted.release);

        // Effect: it waits for the arbiter.
        (pending.disputer, pending.disputedAt) = (msg.sender, uint40(block.timestamp));
        uint128 stake = _stakeOf(asserted);
        emit Dispute(_disputeId(asserted), msg.sender, evidence, stake);

        // Interaction: take the stake.
        _pullAll(stake);
    }

    /// @inheritdoc IReleases
    function rule(Assertion calldata asserted, uint256 ruling) external restricted {
        // Check: disputed, and one of the two has it.
        Pending storage pending = _requirePending(asserted);
        address disputer = pending.disputer;
        if (disputer == address(0)) revert ReleasesNotDisputed(asserted.offer, asserted.release);
        if (ruling != STANDS && ruling != FALLS) revert ReleasesInvalidRuling(ruling);

        // Effect: the stake goes to whoever is right.
        emit Ruling(msg.sender, _disputeId(asserted), ruling);
        if (ruling == STANDS) {
            _credits[asserted.asserter] += _stakeOf(asserted);
            delete pending.disputer;
            delete pending.disputedAt;
        } else {
            _strike(asserted, disputer, 0);
        }
    }

    /// @inheritdoc IReleases
    function lapse(Assertion calldata asserted) external {
        // Check: the offer is closed, or the arbiter had time enough.
        Pending storage pending = _requirePending(asserted);
        IOffers pools = offers();
        if (pools.offerOf(asserted.offer).open) {
            if (pending.disputer == address(0)) {
                revert ReleasesNotDisputed(asserted.offer, asserted.release);
            }
            uint256 until = uint256(pending.disputedAt) + PATIENCE;
            if (block.timestamp < until) revert ReleasesRulingDue(until);
        }

        // Effect: everybody has their stake back.
        _cancel(asserted);
    }

    function _disputeId(Assertion calldata asserted) private pure returns (uint256) {
        return (uint256(asserted.offer) << 32) | asserted.release;
    }
}
