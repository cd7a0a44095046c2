// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Test } from "../base/Test.sol";
import { PoolHandler } from "./PoolHandler.sol";

/// @notice The sentences of README.md beside this file, checked after every act: all in one, so that the acts are made
/// once for all of them.
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

    function invariant_WhatTheReadmeSays() public view {
        whatIsOwedIsThere();
        vm.assertLe(handler.bondsOwed(), handler.bondsHeld(), "bonds, stakes and forfeits are there");
        weightIsLivePositionsAndUnjoinedLeaves();
        frozenIdsGainNothing();
    }

    function whatIsOwedIsThere() private view {
        uint256 owed = handler.notContributors();
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

    function weightIsLivePositionsAndUnjoinedLeaves() private view {
        for (uint64 o = 1; o <= handler.OFFERS(); ++o) {
            vm.assertEq(
                handler.poolWeight(o),
                handler.liveWeight(o) + handler.unjoinedWeight(o),
                "W = live + unjoined"
            );
        }
    }

    function frozenIdsGainNothing() private view {
        for (uint256 i; i < handler.consentCount(); ++i) {
            bytes32 id = handler.consentAt(i);
            for (uint64 o = 1; o <= handler.OFFERS(); ++o) {
                if (!handler.isSettled(o, id)) continue;
                vm.assertEq(handler.totalOf(o, id), handler.atFreeze(o, id), "just what it had when frozen");
            }
        }
    }

    function afterInvariant() external {
        handler.joinEverything();
        invariant_WhatTheReadmeSays();
        for (uint64 o = 1; o <= handler.OFFERS(); ++o) {
            if (handler.hasCarry(o)) continue;
            uint256 dust = handler.received(o) - handler.paidToMembers(o) - handler.dueToMembers(o);
            vm.assertLe(dust, handler.roundings(o) + handler.consentCount(), "dust is bounded");
        }
    }
}
