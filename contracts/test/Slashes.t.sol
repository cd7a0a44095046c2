// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import { IDeposits } from "../src/interfaces/IDeposits.sol";
import { IOffers } from "../src/interfaces/IOffers.sol";
import { Status } from "../src/types/Contribution.sol";
import { Leaf } from "../src/types/SumTree.sol";
import { DepositActs } from "./base/DepositActs.sol";
import { FeeCoin } from "./base/HostileCoins.sol";

// slash
// ├── when the caller is not the arbiter: reverts
// ├── when nothing is locked: reverts
// ├── when no offer is named: the lock's amount goes where nobody can spend it
// └── when an offer is named
//     ├── when it is unknown, closed, or has nobody to pay: reverts
//     └── otherwise: it is income of that offer's contributors, all of it
// Never: to reviewer, asserter, treasury, arbiter
contract SlashesTest is DepositActs {
    bytes32 private id;

    function setUp() public override {
        super.setUp();
        deposit(ada, 3 * LOCK);
        id = register(ada, "a");
    }

    function slash(uint64 offer) private {
        vm.prank(arbiter);
        deposits.slash(id, offer, "ruling");
    }

    /// @dev What those hold, or could collect, who must never gain from a slash.
    function others() private view returns (uint256 sum) {
        address[6] memory accounts = [operator, releaser, reviewer, arbiter, treasury, address(this)];
        for (uint256 i; i < accounts.length; ++i) {
            sum += coin.balanceOf(accounts[i]) + offers.credit(accounts[i]) + releases.credit(accounts[i]);
        }
        sum += offers.reviewersPot() + offers.refundsPot() + offers.credit(treasury);
    }

    function test_Slash_Burned() external {
        uint256 before = others();
        vm.expectEmit();
        emit IDeposits.DepositSlashed(id, ada, 0, LOCK, "ruling");
        slash(0);
        vm.assertEq(coin.balanceOf(BURNED), LOCK, "where nobody can spend it");
        vm.assertEq(deposits.depositOf(ada).amount, 2 * LOCK, "the deposit is smaller");
        vm.assertEq(deposits.depositOf(ada).locked, 0, "and the lock gone");
        vm.assertEq(free(ada), 2 * LOCK, "what was free stays free");
        vm.assertEq(others(), before, "nobody gained");
        vm.assertEq(coin.balanceOf(dao.contributions), 2 * LOCK, "the rest is here");
    }

    function openOffer() private returns (uint64 offer, bytes32 consent, bytes32 inner) {
        (consent, inner) = grant(ben, "salt");
        offer = createOffer();
        Leaf[] memory leaves = one(leafOf(consent, 4));
        assertTree(offer, 1, leaves);
        // For some coins less arrives than is asked for.
        asserted[offer][1].bond = uint128(coin.balanceOf(dao.releases));
        activate(offer, 1);
        join(offer, 1, leaves, 0);
        vm.prank(releaser);
        releases.collect(releaser);
    }

    function test_Slash_GivenToAnOffersPool() external {
        (uint64 offer, bytes32 consent, bytes32 inner) = openOffer();
        uint256 before = others();
        vm.expectEmit();
        emit IDeposits.DepositSlashed(id, ada, offer, LOCK, "ruling");
        vm.expectEmit();
        emit IOffers.IncomeDonated(offer, dao.contributions, LOCK);
        slash(offer);
        vm.assertEq(offers.claimable(offer, consent), LOCK, "all of it is the contributors'");
        vm.assertEq(others(), before, "nobody else gained");
        vm.assertEq(coin.allowance(dao.contributions, dao.offers), 0, "nothing is left to take");
        vm.assertEq(coin.balanceOf(BURNED), 0, "nothing burned");
        vm.prank(ben);
        offers.claimPayout(offer, inner, stranger);
        vm.assertEq(coin.balanceOf(stranger), LOCK, "and can be claimed");
    }

    function test_Slash_CountsWhatArrived() external {
        found(address(new FeeCoin()));
        fund(ada);
        deposit(ada, 3 * LOCK);
        register(ada, "a");
        (uint64 offer, bytes32 consent,) = openOffer();
        slash(offer);
        vm.assertEq(offers.claimable(offer, consent), LOCK - LOCK / 10, "less what the coin kept");
        vm.assertEq(coin.balanceOf(dao.contributions), deposits.depositOf(ada).amount, "the rest is here");
    }

    function test_RevertWhen_TheOfferCannotTakeIt() external {
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersUnknown.selector, 1));
        slash(1);
        uint64 empty = createOffer();
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersNobodyToPay.selector, empty));
        slash(empty);
        (uint64 closed,,) = openOffer();
        vm.prank(operator);
        offers.closeOffer(closed);
        vm.expectRevert(abi.encodeWithSelector(IOffers.OffersOfferClosed.selector, closed));
        slash(closed);
        vm.assertEq(deposits.lockOf(id).amount, LOCK, "still locked");
        slash(0);
    }

    function test_RevertWhen_NothingIsLocked() external {
        slash(0);
        vm.expectRevert(abi.encodeWithSelector(IDeposits.DepositsNothingLocked.selector, id));
        slash(0);
    }

    function test_RevertWhen_UnlockedBefore() external {
        vm.warp(START + LOCK_PERIOD);
        deposits.unlock(id);
        vm.expectRevert(abi.encodeWithSelector(IDeposits.DepositsNothingLocked.selector, id));
        slash(0);
    }

    function test_RevertWhen_SlashedByAnother() external {
        address[5] memory callers = [operator, releaser, reviewer, treasury, address(this)];
        for (uint256 i; i < callers.length; ++i) {
            vm.prank(callers[i]);
            vm.expectRevert(
                abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, callers[i])
            );
            deposits.slash(id, 0, "ruling");
        }
    }

    function test_Slash_WhateverReviewSays() external {
        setStatus(id, Status.Accepted);
        vm.prank(ada);
        contributions.retract(id);
        slash(0);
        vm.assertEq(coin.balanceOf(BURNED), LOCK, "retracting in time saves nothing");
    }

    function testFuzz_Slash_OneOfMany(uint8 count, uint8 which) external {
        count = uint8(bound(count, 1, 20));
        deposit(ada, uint96(count) * LOCK);
        for (uint256 i; i < count; ++i) {
            register(ada, bytes32(i));
        }
        id = idOf(ada, bytes32(uint256(which % count)));
        slash(0);
        vm.assertEq(deposits.depositOf(ada).locked, uint256(count) * LOCK, "the others stay locked");
        vm.assertEq(free(ada), 2 * LOCK, "and what was free free");
    }
}
