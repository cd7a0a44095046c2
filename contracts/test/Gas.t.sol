// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Leaf } from "../src/types/SumTree.sol";
import { DaoFixture } from "./base/DaoFixture.sol";

/// @notice What each act costs as a transaction of its own, on record in snapshots/Acts.json.
/// forge-config: default.isolate = true
contract GasTest is DaoFixture {
    string private constant GROUP = "Acts";

    function record(string memory name) private {
        vm.snapshotGasLastCall(GROUP, name);
    }

    function manyLeaves(bytes32 id) private pure returns (Leaf[] memory leaves) {
        leaves = new Leaf[](1024);
        leaves[0] = leafOf(id, 65_536);
        for (uint256 i = 1; i < 1024; ++i) {
            leaves[i] = Leaf(bytes32(i), 65_536, bytes32(i));
        }
    }

    function test_Gas() external {
        vm.prank(ada);
        membership.join(CHARTER);
        record("join the DAO");
        (bytes32 id, bytes32 inner) = grant(ada, "a");
        record("grant a consent");
        vm.prank(ada);
        contributions.register(DATASET, id, "a");
        record("register a contribution");
        vm.prank(ada);
        contributions.register(DATASET, id, "b");
        record("register a contribution, not the DAO's first");

        uint64 offer = createOffer();
        record("create an offer");
        Leaf[] memory leaves = manyLeaves(id);
        assertTree(offer, 1, leaves);
        record("assert a release");
        activate(offer, 1);
        record("activate a release, any number of members");
        join(offer, 1, leaves, 0);
        record("join a pool, 1024 members");
        buy(offer, 1);
        record("buy, the first license");
        uint256 license = buy(offer, 1);
        record("buy, again");
        vm.prank(buyer);
        licenses.renew(license, 1, 1, PRICE);
        record("renew");
        vm.prank(ada);
        offers.claim(offer, inner, ada);
        record("claim, the first time");
        buy(offer, 1);
        vm.prank(ada);
        offers.claim(offer, inner, ada);
        record("claim, again");
        buy(offer, 1);
        withdraw(ada, inner);
        record("withdraw, one offer");

        for (uint256 i = 1; i < 8; ++i) {
            createOffer();
        }
        (, bytes32 benInner) = grant(ben, "b");
        withdraw(ben, benInner);
        record("withdraw, eight offers");
        (, bytes32 secondInner) = grant(ben, "c");
        pause(ben, secondInner);
        record("pause, eight offers");
    }
}
