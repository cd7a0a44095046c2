// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Founding } from "../../src/types/Founding.sol";
import { MemberActs } from "./MemberActs.sol";

/// @notice A DAO whose charter asks for a deposit.
abstract contract DepositActs is MemberActs {
    uint96 internal constant LOCK = 10e6;
    uint32 internal constant LOCK_PERIOD = 30 days;
    address internal constant BURNED = 0x000000000000000000000000000000000000dEaD;

    function setUp() public virtual override {
        super.setUp();
        fund(ada);
        fund(ben);
    }

    function founding() internal view virtual override returns (Founding memory asking) {
        asking = super.founding();
        asking.lockAmount = LOCK;
        asking.lockPeriod = LOCK_PERIOD;
    }

    function deposit(address account, uint96 amount) internal returns (uint96) {
        vm.prank(account);
        return deposits.deposit(amount);
    }

    function register(address account, bytes32 commitment) internal returns (bytes32) {
        vm.prank(account);
        return contributions.register(DATASET, "consent", commitment);
    }

    function free(address account) internal view returns (uint96) {
        return deposits.depositOf(account).amount - deposits.depositOf(account).locked;
    }
}
