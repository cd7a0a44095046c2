// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IDeposits } from "../src/interfaces/IDeposits.sol";
import { Status } from "../src/types/Contribution.sol";
import { Founding } from "../src/types/Founding.sol";
import { Leaf, LeafProof, Part, PartProof } from "../src/types/SumTree.sol";
import { DepositActs } from "./base/DepositActs.sol";

// unlock
// ├── when nothing is locked: reverts
// ├── when never accepted, and the lock is not `lockPeriod` old: reverts
// ├── when accepted at some time, and the lock is neither a year nor `lockPeriod` old: reverts
// └── otherwise: free again; whoever calls
// unlockReleased
// ├── when nothing is locked: reverts
// ├── when the release is not active: reverts
// ├── when the release has no such leaf, or the leaf no such contribution: reverts
// ├── when it has not been active for `lockPeriod`: reverts
// └── otherwise: free again; whoever calls
contract DepositLocksTest is DepositActs {
    bytes32 private id;
    uint64 private offer;
    bytes32 private consent;
    bytes32 private inner;
    Part[] private parts;
    Leaf[] private leaves;

    function setUp() public override {
        super.setUp();
        deposit(ada, LOCK);
        id = register(ada, "a");
    }

    function locked(uint256 until) private view returns (bytes memory) {
        return abi.encodeWithSelector(IDeposits.DepositsLocked.selector, id, until);
    }

    function test_RevertWhen_NothingIsLocked() external {
        vm.expectRevert(abi.encodeWithSelector(IDeposits.DepositsNothingLocked.selector, bytes32("none")));
        deposits.unlock("none");
        vm.warp(START + LOCK_PERIOD);
        deposits.unlock(id);
        vm.expectRevert(abi.encodeWithSelector(IDeposits.DepositsNothingLocked.selector, id));
        deposits.unlock(id);
        vm.assertEq(free(ada), LOCK, "unlocked once");
    }

    function unlocksAt(uint256 until) private {
        vm.warp(until - 1);
        vm.expectRevert(locked(until));
        deposits.unlock(id);
        vm.warp(until);
        vm.expectEmit();
        emit IDeposits.DepositUnlocked(id, ada, LOCK);
        vm.prank(stranger);
        deposits.unlock(id);
        vm.assertEq(free(ada), LOCK, "free");
        vm.assertEq(deposits.lockOf(id).amount, 0, "no lock");
        vm.prank(ada);
        deposits.takeDeposit(LOCK, ada);
    }

    function test_Unlock_WhatIsNeverReviewed() external {
        unlocksAt(START + LOCK_PERIOD);
    }

    function test_Unlock_WhatWasRejected() external {
        setStatus(id, Status.Rejected);
        unlocksAt(START + LOCK_PERIOD);
    }

    function test_Unlock_WhatWasReturnedOrRetracted() external {
        setStatus(id, Status.Returned);
        vm.prank(ada);
        contributions.retract(id);
        unlocksAt(START + LOCK_PERIOD);
    }

    function test_Unlock_WhatWasAcceptedAndNeverReleased() external {
        setStatus(id, Status.Accepted);
        unlocksAt(START + 365 days);
    }

    function test_Unlock_WhatWasAcceptedAndThenTakenOut() external {
        setStatus(id, Status.Accepted);
        vm.prank(ada);
        contributions.retract(id);
        unlocksAt(START + 365 days);
    }

    function test_Unlock_WhatWasAcceptedUnderALongLockPeriod() external {
        Founding memory long = founding();
        long.lockPeriod = 500 days;
        use(factory.found(long));
        fund(ada);
        deposit(ada, LOCK);
        register(ada, "a");
        setStatus(id, Status.Accepted);
        unlocksAt(START + 500 days);
    }

    function testFuzz_Unlock(uint32 period, uint256 time, bool accepted) external {
        Founding memory other = founding();
        other.lockPeriod = period;
        use(factory.found(other));
        fund(ada);
        deposit(ada, LOCK);
        register(ada, "a");
        if (accepted) setStatus(id, Status.Accepted);
        time = bound(time, START, START + 2 * 365 days);
        uint256 until = START + (accepted && period < 365 days ? 365 days : period);
        vm.warp(time);
        if (time < until) vm.expectRevert(locked(until));
        deposits.unlock(id);
        vm.assertEq(free(ada), time < until ? 0 : LOCK, "by then or not");
    }

    /// @dev A release with two contributions of Ada, and Ben's beside them.
    function release() private {
        setStatus(id, Status.Accepted);
        (consent, inner) = grant(ada, "salt");
        (bytes32 bens,) = grant(ben, "salt");
        parts.push(Part("another", 3));
        parts.push(Part(id, 4));
        leaves.push(leafOf(bens, 5));
        leaves.push(leafOf(consent, parts));
        offer = createOffer();
        enroll(offer, 1, leaves);
    }

    function proofs() private view returns (LeafProof memory, PartProof memory) {
        return (proveLeaf(leaves, 1), provePart(parts, 1));
    }

    function test_UnlockReleased() external {
        release();
        uint256 until = block.timestamp + LOCK_PERIOD;
        (LeafProof memory leaf, PartProof memory part) = proofs();
        vm.warp(until - 1);
        vm.expectRevert(locked(until));
        deposits.unlockReleased(offer, 1, leaf, part);
        vm.warp(until);
        vm.expectEmit();
        emit IDeposits.DepositUnlocked(id, ada, LOCK);
        vm.prank(stranger);
        deposits.unlockReleased(offer, 1, leaf, part);
        vm.assertEq(free(ada), LOCK, "free");
        vm.expectRevert(abi.encodeWithSelector(IDeposits.DepositsNothingLocked.selector, id));
        deposits.unlockReleased(offer, 1, leaf, part);
    }

    function test_UnlockReleased_AfterWithdrawal() external {
        release();
        withdraw(ada, inner);
        (LeafProof memory leaf, PartProof memory part) = proofs();
        vm.warp(block.timestamp + LOCK_PERIOD);
        deposits.unlockReleased(offer, 1, leaf, part);
        vm.assertEq(free(ada), LOCK, "leaving costs no deposit");
    }

    function test_RevertWhen_TheReleaseIsNotActive() external {
        release();
        (LeafProof memory leaf, PartProof memory part) = proofs();
        vm.warp(block.timestamp + LOCK_PERIOD);
        assertTree(offer, 2, leaves);
        vm.expectRevert(abi.encodeWithSelector(IDeposits.DepositsNotActive.selector, offer, 2));
        deposits.unlockReleased(offer, 2, leaf, part);
        vm.expectRevert(abi.encodeWithSelector(IDeposits.DepositsNotActive.selector, offer + 1, 1));
        deposits.unlockReleased(offer + 1, 1, leaf, part);
    }

    function refuseProof(LeafProof memory leaf, PartProof memory part) private {
        vm.expectRevert(
            abi.encodeWithSelector(IDeposits.DepositsInvalidProof.selector, part.part.contributionId)
        );
        deposits.unlockReleased(offer, 1, leaf, part);
    }

    function test_RevertWhen_TheProofIsWrong() external {
        release();
        vm.warp(block.timestamp + LOCK_PERIOD);
        (LeafProof memory leaf, PartProof memory part) = proofs();
        leaf.index = 0;
        refuseProof(leaf, part);
        (leaf, part) = proofs();
        part.index = 0;
        refuseProof(leaf, part);
        (leaf, part) = proofs();
        part.part.weight -= 1;
        refuseProof(leaf, part);
        (leaf, part) = proofs();
        // High bits of an index.
        part.index |= 2;
        refuseProof(leaf, part);
        (leaf, part) = proofs();
        refuseProof(proveLeaf(leaves, 0), part);
        // A tree of one's own below a leaf that is not in the release.
        Leaf[] memory own = one(leafOf(consent, partsOf(id, 1)));
        refuseProof(proveLeaf(own, 0), provePart(partsOf(id, 1), 0));
    }

    function test_RevertWhen_TheReleaseHasOnlyOthers() external {
        release();
        deposit(ada, LOCK);
        bytes32 unreleased = register(ada, "b");
        vm.warp(block.timestamp + LOCK_PERIOD);
        (LeafProof memory leaf, PartProof memory part) = proofs();
        part.part.contributionId = unreleased;
        refuseProof(leaf, part);
    }
}
