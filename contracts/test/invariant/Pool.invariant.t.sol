// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Test } from "../base/Test.sol";
import { PoolHandler } from "./PoolHandler.sol";

/// @notice The sentences of README.md beside this file, checked after every act.
contract PoolInvariantTest is Test {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    PoolHandler private handler;

    function setUp() external {
        handler = new PoolHandler();
        handler.setUp();
    }

    function targetContracts() external view returns (address[] memory list) {
        list = new address[](1);
        list[0] = address(handler);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory list) {
        list = new FuzzSelector[](1);
        list[0] = FuzzSelector(address(handler), handler.selectors());
    }

    function invariant_WhatIsOwedIsThere() external view {
        uint256 owed = handler.owedToOthers();
        for (uint64 o = 1; o <= handler.OFFERS(); ++o) {
            uint256 due = handler.dueToMembers(o);
            vm.assertLe(
                due + handler.paidToMembers(o),
                handler.received(o),
                "paid + claimable <= received, for each offer"
            );
            owed += due;
        }
        vm.assertLe(owed, handler.balance(), "all that is owed is there");
    }

    function invariant_WeightIsLivePositionsAndUnjoinedLeaves() external view {
        for (uint64 o = 1; o <= handler.OFFERS(); ++o) {
            vm.assertEq(
                handler.poolWeight(o),
                handler.liveWeight(o) + handler.unjoinedWeight(o),
                "W = live + unjoined"
            );
        }
    }

    function invariant_FrozenIdsGainNothing() external view {
        for (uint256 i; i < handler.consentCount(); ++i) {
            bytes32 id = handler.consentAt(i);
            for (uint64 o = 1; o <= handler.OFFERS(); ++o) {
                if (!handler.isSettled(o, id)) continue;
                vm.assertLe(
                    handler.totalOf(o, id), handler.atFreeze(o, id), "no more than when it was frozen"
                );
                vm.assertGe(handler.totalOf(o, id), handler.atFreeze(o, id), "and no less");
            }
        }
    }

    function afterInvariant() external {
        handler.joinEverything();
        this.invariant_WhatIsOwedIsThere();
        this.invariant_WeightIsLivePositionsAndUnjoinedLeaves();
        this.invariant_FrozenIdsGainNothing();
        for (uint64 o = 1; o <= handler.OFFERS(); ++o) {
            if (handler.hasCarry(o)) continue;
            uint256 dust = handler.received(o) - handler.paidToMembers(o) - handler.dueToMembers(o);
            vm.assertLe(dust, handler.roundings(o) + handler.consentCount(), "dust is bounded");
        }
    }
}
