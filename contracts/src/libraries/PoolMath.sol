// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Pool, Position } from "../types/Offer.sol";

/// @title PoolMath
/// @notice The accumulator's arithmetic. Amounts are coin units with 64 fractional bits, held in 256: an
/// accumulator of 160 bits times a weight of 64 always fits.
library PoolMath {
    /// @notice What remains undistributed is less than `weight`, that is, less than one unit of the coin.
    function distribute(Pool memory pool, uint256 amount) internal pure {
        pool.acc = SafeCast.toUint160(pool.acc + amount / pool.weight);
    }

    function accrued(Pool memory pool, Position memory position) internal pure returns (uint256) {
        return uint256(pool.acc - position.last) * position.weight;
    }

    /// @notice Adds a leaf of a batch activated at `batchAcc` to a live position.
    /// @return owed What the position has earned so far beyond what was settled.
    function joinLive(Pool memory pool, Position memory position, uint160 batchAcc, uint64 weight)
        internal
        pure
        returns (uint256 owed)
    {
        owed = accrued(pool, position) + uint256(pool.acc - batchAcc) * weight;
        position.last = pool.acc;
        position.weight += weight;
    }

    /// @notice Takes a leaf of a frozen position out of the pool.
    /// @return owed What the leaf earned between its batch and the freeze.
    /// @return income What it was credited after the freeze, which belongs to the others.
    function joinFrozen(Pool memory pool, Position memory position, uint160 batchAcc, uint64 weight)
        internal
        pure
        returns (uint256 owed, uint256 income)
    {
        uint160 frozenAt = position.last > batchAcc ? position.last : batchAcc;
        owed = uint256(frozenAt - batchAcc) * weight;
        income = uint256(pool.acc - frozenAt) * weight;
        pool.weight -= weight;
    }

    /// @notice Stops a position for good. Never reverts, so that nobody can be kept from leaving.
    function freeze(Pool memory pool, Position memory position) internal pure returns (uint256 owed) {
        unchecked {
            owed = accruedUnchecked(pool, position);
            pool.weight = pool.weight > position.weight ? pool.weight - position.weight : 0;
        }
        position.last = pool.acc;
        position.weight = 0;
        position.frozen = true;
    }

    /// @notice Rounds what is owed down to whole units and leaves the fraction with a live position, by setting
    /// its starting point back.
    function settle(Pool memory pool, Position memory position, uint256 owed)
        internal
        pure
        returns (uint256 amount)
    {
        amount = owed >> 64;
        // A frozen position's `last` says when it was frozen, which leaves that join later are settled by.
        if (position.frozen) return amount;
        position.last = pool.acc;
        if (position.weight != 0) {
            uint256 back = uint256(uint64(owed)) / position.weight;
            position.last = back > pool.acc ? 0 : uint160(pool.acc - back);
        }
    }

    function accruedUnchecked(Pool memory pool, Position memory position) private pure returns (uint256) {
        unchecked {
            return pool.acc > position.last ? uint256(pool.acc - position.last) * position.weight : 0;
        }
    }
}
