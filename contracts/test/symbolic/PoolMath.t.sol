// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { PoolMath } from "../../src/libraries/PoolMath.sol";
import { Pool, Position } from "../../src/types/Offer.sol";
import { Test } from "../base/Test.sol";

/// @notice What the pool's arithmetic promises. Each sentence stands twice: as `check_` for a solver, for every
/// number that fits, and as a fuzz test.
contract PoolMathProofs is Test {
    using PoolMath for Pool;

    // Distribution

    function distribution(Pool memory pool, uint256 income) private pure {
        uint256 before = pool.acc;
        pool.distribute(income);
        uint256 given = (uint256(pool.acc) - before) * pool.weight;
        assert(given <= income);
        assert(income - given < pool.weight);
    }

    function check_DistributionLeavesLessThanTheWeight(uint160 acc, uint64 weight, uint256 income)
        external
        pure
    {
        vm.assume(weight != 0);
        vm.assume(income / weight <= type(uint160).max - acc);
        distribution(Pool(acc, weight, 1), income);
    }

    function testFuzz_DistributionLeavesLessThanTheWeight(uint160 acc, uint64 weight, uint256 income)
        external
        pure
    {
        weight = uint64(bound(weight, 1, type(uint64).max));
        distribution(Pool(acc, weight, 1), bound(income, 0, uint256(type(uint160).max - acc) * weight));
    }

    // Everybody's shares: one position that gains a leaf, one that does not, and a leaf that has not joined

    function shares(uint160 acc, uint64[4] memory weights, uint256 income) private pure {
        uint256 weight = uint256(weights[0]) + weights[1] + weights[2] + weights[3];
        Pool memory pool = Pool(acc, uint64(weight), 1);
        Position memory one = Position(acc, weights[0], false, false);
        Position memory other = Position(acc, weights[1], false, false);
        pool.distribute(income);
        uint256 unjoined = (uint256(pool.acc) - acc) * weights[3];
        uint256 sum = pool.joinLive(one, acc, weights[2]) + pool.accrued(other) + unjoined;
        assert(sum <= income);
        assert(income - sum < weight);
    }

    function check_AllSharesTogetherAreTheIncome(uint160 acc, uint64[4] memory weights, uint256 income)
        external
        pure
    {
        uint256 weight = uint256(weights[0]) + weights[1] + weights[2] + weights[3];
        vm.assume(weight != 0 && weight <= type(uint64).max);
        vm.assume(income / weight <= type(uint160).max - acc);
        shares(acc, weights, income);
    }

    function testFuzz_AllSharesTogetherAreTheIncome(uint160 acc, uint64[4] memory weights, uint256 income)
        external
        pure
    {
        uint256 weight = 1;
        for (uint256 i; i < 4; ++i) {
            weights[i] >>= 2;
            weight += weights[i];
        }
        weights[0] += 1;
        shares(acc, weights, bound(income, 0, uint256(type(uint160).max - acc) * weight));
    }

    // A leaf joins a live position

    function joinLive(Pool memory pool, Position memory position, uint160 batchAcc, uint64 weight)
        private
        pure
    {
        uint256 had = uint256(pool.acc - position.last) * position.weight;
        uint256 brings = uint256(pool.acc - batchAcc) * weight;
        uint256 before = position.weight;
        uint256 owed = pool.joinLive(position, batchAcc, weight);
        assert(owed == had + brings);
        assert(pool.accrued(position) == 0);
        assert(position.weight == before + weight);
    }

    function check_JoiningOwesWhatBothHadEarned(
        uint160 acc,
        uint160 last,
        uint160 batchAcc,
        uint64 held,
        uint64 weight
    ) external pure {
        vm.assume(last <= acc && batchAcc <= acc);
        vm.assume(uint256(held) + weight <= type(uint64).max);
        joinLive(Pool(acc, held + weight, 1), Position(last, held, false, false), batchAcc, weight);
    }

    function testFuzz_JoiningOwesWhatBothHadEarned(
        uint160 acc,
        uint160 last,
        uint160 batchAcc,
        uint64 held,
        uint64 weight
    ) external pure {
        weight = uint64(bound(weight, 0, type(uint64).max - held));
        Position memory position = Position(uint160(bound(last, 0, acc)), held, false, false);
        joinLive(Pool(acc, held + weight, 1), position, uint160(bound(batchAcc, 0, acc)), weight);
    }

    // A leaf joins a frozen one

    function joinFrozen(Pool memory pool, Position memory position, uint160 batchAcc, uint64 weight)
        private
        pure
    {
        uint256 before = pool.weight;
        uint256 last = position.last;
        (uint256 owed, uint256 income) = pool.joinFrozen(position, batchAcc, weight);
        assert(owed + income == uint256(pool.acc - batchAcc) * weight);
        if (last <= batchAcc) assert(owed == 0);
        else assert(owed == (last - batchAcc) * weight);
        assert(pool.weight == before - weight);
        assert(position.last == last && position.weight == 0);
    }

    function check_JoiningFrozenSplitsWhatTheLeafWasCredited(
        uint160 acc,
        uint160 last,
        uint160 batchAcc,
        uint64 poolWeight,
        uint64 weight
    ) external pure {
        vm.assume(last <= acc && batchAcc <= acc && weight <= poolWeight);
        joinFrozen(Pool(acc, poolWeight, 1), Position(last, 0, true, false), batchAcc, weight);
    }

    function testFuzz_JoiningFrozenSplitsWhatTheLeafWasCredited(
        uint160 acc,
        uint160 last,
        uint160 batchAcc,
        uint64 poolWeight,
        uint64 weight
    ) external pure {
        Position memory position = Position(uint160(bound(last, 0, acc)), 0, true, false);
        batchAcc = uint160(bound(batchAcc, 0, acc));
        joinFrozen(Pool(acc, poolWeight, 1), position, batchAcc, uint64(bound(weight, 0, poolWeight)));
    }

    // A freeze, whatever pool and position look like

    function freezeExternal(Pool memory pool, Position memory position)
        external
        pure
        returns (uint256 owed, Pool memory, Position memory)
    {
        owed = pool.freeze(position);
        return (owed, pool, position);
    }

    function freezing(Pool memory pool, Position memory position, uint160 later) private view {
        try this.freezeExternal(pool, position) returns (
            uint256 owed, Pool memory poolAfter, Position memory frozen
        ) {
            uint256 past = pool.acc > position.last ? pool.acc - position.last : 0;
            assert(owed == past * position.weight);
            assert(frozen.frozen && frozen.weight == 0 && frozen.last == pool.acc);
            assert(poolAfter.acc == pool.acc);
            uint256 weight = pool.weight > position.weight ? pool.weight - position.weight : 0;
            assert(poolAfter.weight == weight);
            if (later < pool.acc) return;
            poolAfter.acc = later;
            assert(poolAfter.accrued(frozen) == 0);
        } catch {
            assert(false);
        }
    }

    function check_FreezingNeverRevertsAndEndsEarning(
        uint160 acc,
        uint64 poolWeight,
        uint160 last,
        uint64 held,
        bool frozen,
        bool hasOwed,
        uint160 later
    ) external view {
        freezing(Pool(acc, poolWeight, 1), Position(last, held, frozen, hasOwed), later);
    }

    function testFuzz_FreezingNeverRevertsAndEndsEarning(
        uint160 acc,
        uint64 poolWeight,
        uint160 last,
        uint64 held,
        bool frozen,
        bool hasOwed,
        uint160 later
    ) external view {
        freezing(Pool(acc, poolWeight, 1), Position(last, held, frozen, hasOwed), later);
    }

    // A payment

    function settlement(Pool memory pool, Position memory position, uint256 owed) private pure {
        (uint256 last, uint256 held) = (position.last, position.weight);
        uint256 amount = pool.settle(position, owed);
        assert(amount << 64 <= owed && owed - (amount << 64) < 1 << 64);
        assert(position.weight == held);
        if (position.frozen) {
            assert(position.last == last);
            return;
        }
        assert(position.last <= pool.acc);
        uint256 kept = pool.accrued(position);
        assert((amount << 64) + kept <= owed);
        // Less than the smallest step of the pool goes astray, unless the pool is too young to be set back.
        if (held != 0 && position.last != 0) assert(owed - (amount << 64) - kept < held);
    }

    function check_SettlingPaysNoMoreThanOwedAndKeepsTheFraction(
        uint160 acc,
        uint160 last,
        uint64 held,
        bool frozen,
        uint256 owed
    ) external pure {
        vm.assume(last <= acc);
        settlement(Pool(acc, held, 1), Position(last, held, frozen, false), owed);
    }

    function testFuzz_SettlingPaysNoMoreThanOwedAndKeepsTheFraction(
        uint160 acc,
        uint160 last,
        uint64 held,
        bool frozen,
        uint256 owed
    ) external pure {
        Position memory position = Position(uint160(bound(last, 0, acc)), held, frozen, false);
        settlement(Pool(acc, held, 1), position, owed);
    }

    function claimingTwice(uint160 last, uint160 between, uint160 end, uint64 held) private pure {
        Pool memory pool = Pool(between, held, 1);
        Position memory position = Position(last, held, false, false);
        uint256 first = pool.settle(position, pool.accrued(position));
        pool.acc = end;
        uint256 second = pool.settle(position, pool.accrued(position));
        uint256 once = (uint256(end - last) * held) >> 64;
        assert(first + second <= once);
        assert(first + second + 1 >= once);
    }

    function check_ClaimingTwicePaysAsMuchAsOnceButOneUnit(
        uint160 last,
        uint160 between,
        uint160 end,
        uint64 held
    ) external pure {
        vm.assume(last <= between && between <= end);
        claimingTwice(last, between, end, held);
    }

    function testFuzz_ClaimingTwicePaysAsMuchAsOnceButOneUnit(
        uint160 last,
        uint160 between,
        uint160 end,
        uint64 held
    ) external pure {
        between = uint160(bound(between, 0, end));
        claimingTwice(uint160(bound(last, 0, between)), between, end, held);
    }
}
