// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IContributions } from "../../src/interfaces/IContributions.sol";
import { IDeposits } from "../../src/interfaces/IDeposits.sol";
import { Deposit, Status } from "../../src/types/Contribution.sol";
import { DepositActs } from "../base/DepositActs.sol";

// deposit, takeDeposit: more than is free → refused; else → just that much
// registerBySig: too late → refused
// wasAcceptedAt: from the acceptance until the end, both included
contract ContributionsNumbersTest is DepositActs {
    function testFuzz_DepositAndTake(uint96 amount, uint96 wanted, bool locks) external {
        coin.mint(ada, type(uint96).max);
        vm.assertEq(deposit(ada, amount), amount, "all of it");
        if (locks && amount >= LOCK) register(ada, "c");
        if (wanted % 2 == 0 && amount != 0) wanted %= amount;
        uint96 free_ = free(ada);
        uint256 before = coin.balanceOf(ada);
        if (wanted > free_) {
            vm.expectRevert(
                abi.encodeWithSelector(IDeposits.DepositsInsufficient.selector, ada, free_, wanted)
            );
        }
        vm.prank(ada);
        deposits.takeDeposit(wanted, ada);
        uint96 taken = wanted > free_ ? 0 : wanted;
        vm.assertEq(coin.balanceOf(ada) - before, taken, "taken");
        Deposit memory left = deposits.depositOf(ada);
        vm.assertEq(left.amount, amount - taken, "left");
        vm.assertLe(left.locked, left.amount, "what is locked is there");
    }

    function testFuzz_RegisterBySig(uint256 deadline) external {
        deposit(ada, LOCK);
        deadline = deadline % 2 == 0 ? deadline : START - 1 days + deadline % 2 days;
        bytes memory signature = sign(ADA_KEY, dao.contributions, registerHash(ada, "c", deadline));
        if (deadline < START) {
            vm.expectRevert(
                abi.encodeWithSelector(IContributions.ContributionsSignatureExpired.selector, deadline, START)
            );
        }
        contributions.registerBySig(ada, DATASET, "consent", "c", deadline, signature);
        vm.assertEq(
            contributions.accountOf(idOf(ada, "c")), deadline < START ? address(0) : ada, "registered"
        );
    }

    function testFuzz_WasAcceptedAt(uint256 first, uint256 last, uint256 time, bool ends) external {
        deposit(ada, LOCK);
        bytes32 id = register(ada, "c");
        uint256 accepted = START + bound(first, 0, 10 days);
        uint256 ended = accepted + bound(last, 0, 10 days);
        vm.warp(accepted);
        setStatus(id, Status.Accepted);
        vm.warp(ended);
        if (ends) setStatus(id, Status.Rejected);
        uint40 at = uint40(time % 4 == 0 ? time : START - 5 days + (time >> 2) % 30 days);
        vm.assertTrue(
            contributions.wasAcceptedAt(id, at) == (at >= accepted && (!ends || at <= ended)), "accepted"
        );
    }
}
