// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { PoolMath } from "../../src/libraries/PoolMath.sol";
import { SumTree } from "../../src/libraries/SumTree.sol";
import { Pool, Position } from "../../src/types/Offer.sol";
import { SumNode } from "../../src/types/SumTree.sol";
import { Test } from "../base/Test.sol";

/// @notice Sentences that are not true, under the assumptions of those that are: a prover that proves one of them
/// proves nothing.
contract WrongSentences is Test {
    using PoolMath for Pool;

    function check_DistributionLeavesNothing(uint160 acc, uint64 weight, uint256 income) external pure {
        vm.assume(weight != 0);
        vm.assume(income / weight <= type(uint160).max - acc);
        Pool memory pool = Pool(acc, weight, 1);
        pool.distribute(income);
        assert((uint256(pool.acc) - acc) * weight == income);
    }

    function check_JoiningFrozenOwesAllThatTheLeafWasCredited(
        uint160 acc,
        uint160 last,
        uint160 batchAcc,
        uint64 poolWeight,
        uint64 weight
    ) external pure {
        vm.assume(last <= acc && batchAcc <= acc && weight <= poolWeight);
        Pool memory pool = Pool(acc, poolWeight, 1);
        (uint256 owed,) = pool.joinFrozen(Position(last, 0, true, false), batchAcc, weight);
        assert(owed == uint256(acc - batchAcc) * weight);
    }

    function check_SettlingLosesNothing(uint160 acc, uint160 last, uint64 held, uint256 owed) external pure {
        vm.assume(last <= acc && held != 0);
        Pool memory pool = Pool(acc, held, 1);
        Position memory position = Position(last, held, false, false);
        uint256 amount = pool.settle(position, owed);
        assert((amount << 64) + pool.accrued(position) == owed);
    }

    function check_ClaimingTwicePaysExactlyAsMuchAsOnce(
        uint160 last,
        uint160 between,
        uint160 end,
        uint64 held
    ) external pure {
        vm.assume(last <= between && between <= end);
        Pool memory pool = Pool(between, held, 1);
        Position memory position = Position(last, held, false, false);
        uint256 first = pool.settle(position, pool.accrued(position));
        pool.acc = end;
        uint256 second = pool.settle(position, pool.accrued(position));
        assert(first + second == (uint256(end - last) * held) >> 64);
    }

    function contains(
        bytes32 root,
        uint64 total,
        bytes32 hash,
        uint64 sum,
        uint256 index,
        SumNode[] calldata proof
    ) external pure returns (bool) {
        return SumTree.contains(root, total, hash, sum, index, proof, SumTree.NODE);
    }

    function check_NothingIsContained(
        bytes32 root,
        uint64 total,
        SumNode memory leaf,
        uint256 index,
        SumNode memory a,
        SumNode memory b
    ) external view {
        SumNode[] memory proof = new SumNode[](2);
        (proof[0], proof[1]) = (a, b);
        assert(!this.contains(root, total, leaf.hash, leaf.sum, index, proof));
    }
}
