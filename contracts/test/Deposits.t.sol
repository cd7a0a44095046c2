// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IDeposits } from "../src/interfaces/IDeposits.sol";
import { SignedContribution, Status } from "../src/types/Contribution.sol";
import { Founding } from "../src/types/Founding.sol";
import { DepositActs } from "./base/DepositActs.sol";
import { FeeCoin, HookCoin } from "./base/HostileCoins.sol";

// deposit
// └── always: what arrived is the caller's, and free
// takeDeposit
// ├── when more than is free is asked for: reverts
// └── otherwise: paid, to any address
// register, registerBySig, admit, where the charter asks for a deposit
// ├── while the member's first contributions are free: nothing is locked
// ├── when less is free than a lock takes: reverts
// └── otherwise: that much is locked
// Always: what is locked is what the locks say, and not more than the deposit; the contract holds all deposits
contract DepositsTest is DepositActs {
    function insufficient(uint96 has, uint96 needed) private view returns (bytes memory) {
        return abi.encodeWithSelector(IDeposits.DepositsInsufficient.selector, ada, has, needed);
    }

    function test_Terms_AreThoseOfTheFounding() external view {
        vm.assertEq(deposits.lockAmount(), LOCK, "amount");
        vm.assertEq(deposits.lockPeriod(), LOCK_PERIOD, "period");
        vm.assertEq(deposits.freeContributions(), 0, "free");
    }

    function test_Deposit() external {
        uint256 before = coin.balanceOf(ada);
        vm.expectEmit();
        emit IDeposits.Deposited(ada, 25e6);
        vm.assertEq(deposit(ada, 25e6), 25e6, "received");
        vm.assertEq(free(ada), 25e6, "free");
        vm.assertEq(coin.balanceOf(ada), before - 25e6, "paid");
        deposit(ada, 1);
        vm.assertEq(free(ada), 25e6 + 1, "added");
    }

    function test_RevertWhen_DepositIsNotApproved() external {
        vm.prank(stranger);
        vm.expectRevert();
        deposits.deposit(1);
    }

    function test_Deposit_CountsWhatArrived() external {
        found(address(new FeeCoin()));
        fund(ada);
        vm.assertEq(deposit(ada, 100), 90, "a tenth was kept");
        vm.assertEq(free(ada), 90, "free is what is there");
        vm.assertEq(coin.balanceOf(dao.contributions), 90, "all of it");
        vm.prank(ada);
        deposits.takeDeposit(90, ada);
        vm.assertEq(coin.balanceOf(dao.contributions), 0, "and no more");
    }

    function test_Deposit_CannotBeEnteredTwice() external {
        HookCoin hook = new HookCoin();
        found(address(hook));
        fund(ada);
        hook.hook(dao.contributions, abi.encodeCall(IDeposits.deposit, (5)));
        vm.assertEq(deposit(ada, 10), 10, "counted once");
        vm.assertTrue(hook.failure().length != 0, "the inner one was refused");
        hook.hook(dao.contributions, abi.encodeCall(IDeposits.takeDeposit, (0, ada)));
        deposit(ada, 10);
        vm.assertEq(free(ada), 20, "nothing else happened");
    }

    function test_TakeDeposit() external {
        deposit(ada, 25e6);
        vm.expectEmit();
        emit IDeposits.DepositTaken(ada, stranger, 5e6);
        vm.prank(ada);
        deposits.takeDeposit(5e6, stranger);
        vm.assertEq(coin.balanceOf(stranger), 5e6, "to any address");
        vm.assertEq(free(ada), 20e6, "the rest stays");
    }

    function test_RevertWhen_MoreIsTakenThanIsFree() external {
        deposit(ada, 25e6);
        deposit(ben, 100e6);
        register(ada, "a");
        vm.startPrank(ada);
        vm.expectRevert(insufficient(15e6, 15e6 + 1));
        deposits.takeDeposit(15e6 + 1, ada);
        deposits.takeDeposit(15e6, ada);
        vm.expectRevert(insufficient(0, 1));
        deposits.takeDeposit(1, ada);
    }

    function testFuzz_TakeDeposit(uint96 amount, uint96 asked) external {
        amount = uint96(bound(amount, 0, 1e15));
        deposit(ben, 1e15);
        deposit(ada, amount);
        if (asked > amount) vm.expectRevert(insufficient(amount, asked));
        vm.prank(ada);
        deposits.takeDeposit(asked, ada);
        vm.assertEq(free(ada), asked > amount ? amount : amount - asked, "free");
    }

    function test_Register_Locks() external {
        deposit(ada, LOCK);
        vm.expectEmit();
        emit IDeposits.DepositLocked(idOf(ada, "a"), ada, LOCK);
        bytes32 id = register(ada, "a");
        vm.assertEq(free(ada), 0, "nothing is free");
        vm.assertEq(deposits.lockOf(id).amount, LOCK, "amount");
        vm.assertEq(deposits.lockOf(id).at, START, "since");
        vm.assertEq(deposits.depositOf(ada).contributions, 1, "counted");
    }

    function test_RevertWhen_LessIsFreeThanALockTakes() external {
        bytes memory nothing = insufficient(0, LOCK);
        vm.expectRevert(nothing);
        register(ada, "a");
        deposit(ada, 2 * LOCK - 1);
        register(ada, "a");
        vm.expectRevert(insufficient(LOCK - 1, LOCK));
        register(ada, "b");
        vm.assertEq(uint8(contributions.statusOf(idOf(ada, "b"))), uint8(Status.None), "not registered");
    }

    function test_RegisterBySig_LocksTheSignersDeposit() external {
        deposit(ada, LOCK);
        deposit(ben, LOCK);
        bytes memory signature = sign(ADA_KEY, dao.contributions, registerHash(ada, "c", START));
        vm.prank(ben);
        bytes32 id = contributions.registerBySig(ada, DATASET, "consent", "c", START, signature);
        vm.assertEq(deposits.lockOf(id).amount, LOCK, "locked");
        vm.assertEq(free(ada), 0, "the signer's");
        vm.assertEq(free(ben), LOCK, "not the relayer's");
    }

    function test_Admit_Locks() external {
        SignedContribution memory signed = signRegistration(ADA_KEY, "c", START);
        bytes32 root = treeLeaf(signed);
        contributions.anchorContributions(root, "file");
        vm.expectRevert(insufficient(0, LOCK));
        contributions.admit(signed, root, new bytes32[](0));
        deposit(ada, LOCK);
        bytes32 id = contributions.admit(signed, root, new bytes32[](0));
        vm.assertEq(deposits.lockOf(id).amount, LOCK, "locked");
    }

    function test_Register_TheFirstOnesAreFree() external {
        Founding memory generous = founding();
        generous.freeContributions = 2;
        use(factory.found(generous));
        register(ada, "a");
        register(ada, "b");
        vm.assertEq(deposits.lockOf(idOf(ada, "b")).amount, 0, "nothing locked");
        vm.expectRevert(insufficient(0, LOCK));
        register(ada, "c");
        register(ben, "a");
        vm.assertEq(deposits.depositOf(ben).contributions, 1, "counted for each member");
        fund(ada);
        deposit(ada, LOCK);
        register(ada, "c");
        vm.assertEq(free(ada), 0, "the third is not");
    }

    function test_Register_NothingIsCountedWhereTheCharterAsksForNothing() external {
        Founding memory none = founding();
        none.lockAmount = 0;
        use(factory.found(none));
        bytes32 id = register(ada, "a");
        vm.assertEq(deposits.depositOf(ada).contributions, 0, "not counted");
        vm.assertEq(deposits.lockOf(id).amount, 0, "not locked");
    }

    bytes32[] private ids;

    /// @dev Any acts in any order, as far as they are allowed.
    function testFuzz_FreeIsDepositLessLocksAndNeverNegative(uint256 seed) external {
        for (uint256 i; i < 40; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            address account = seed & 1 == 0 ? ada : ben;
            act((seed >> 8) % 8, account, uint96((seed >> 32) % (3 * LOCK)), (seed >> 160));

            uint256 locked;
            for (uint256 k; k < ids.length; ++k) {
                if (contributions.accountOf(ids[k]) == account) locked += deposits.lockOf(ids[k]).amount;
            }
            vm.assertEq(deposits.depositOf(account).locked, locked, "locked is the sum of the locks");
            vm.assertGe(deposits.depositOf(account).amount, locked, "free is not negative");
            vm.assertEq(
                coin.balanceOf(dao.contributions),
                uint256(deposits.depositOf(ada).amount) + deposits.depositOf(ben).amount,
                "all of it is here"
            );
        }
    }

    function act(uint256 kind, address account, uint96 amount, uint256 pick) private {
        bytes32 id = ids.length == 0 ? bytes32(0) : ids[pick % ids.length];
        if (kind == 0) deposit(account, amount);
        if (kind == 1) {
            vm.prank(account);
            try deposits.takeDeposit(amount, stranger) { } catch { }
        }
        if (kind == 2 || kind == 3) {
            vm.prank(account);
            try contributions.register(DATASET, "consent", bytes32(ids.length)) returns (bytes32 made) {
                ids.push(made);
            } catch { }
        }
        if (kind == 4) {
            try deposits.unlock(id) { } catch { }
        }
        if (kind == 5) {
            vm.prank(arbiter);
            try deposits.slash(id, 0, "ruling") { } catch { }
        }
        if (kind == 6) vm.warp(block.timestamp + pick % 60 days);
        if (kind == 7) try this.setStatusOf(id, Status(2 + pick % 3)) { } catch { }
    }

    function setStatusOf(bytes32 id, Status status) external {
        setStatus(id, status);
    }
}
