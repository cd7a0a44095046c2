// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IMembership } from "../../src/interfaces/IMembership.sol";
import { ConsentBits } from "../../src/types/Consent.sol";
import { Numbers } from "./Numbers.sol";

// joinBySig: too late, not after the last one, too large to be kept → refused; else → a member
// isLiveAt: from the grant until its end, up to and at the second of a withdrawal or a pause
// isEligible, covers: for purposes that it names, in time, for as long as it lasts
contract MembersNumbersTest is Numbers {
    function joinBySig(uint256 deadline) private {
        bytes32 kind = keccak256("Join(address account,bytes32 charter,uint256 deadline)");
        bytes32 message = keccak256(abi.encode(kind, ada, CHARTER, deadline));
        membership.joinBySig(ada, CHARTER, deadline, sign(ADA_KEY, dao.members, message));
    }

    function testFuzz_JoinBySig(uint256 first, uint256 second) external {
        first = bound(first, START, START + 10 days);
        this.join(first);
        vm.prank(ada);
        membership.leave();
        uint256 deadline = second % 4 == 0 ? second : START - 1 days + (second >> 2) % 12 days;
        bytes memory why;
        if (deadline < START) {
            why = abi.encodeWithSelector(IMembership.MembershipSignatureExpired.selector, deadline, START);
        } else if (deadline <= first) {
            why = abi.encodeWithSelector(IMembership.MembershipSignatureUsed.selector, ada, deadline, first);
        } else if (deadline > type(uint96).max) {
            why = abi.encodeWithSignature("SafeCastOverflowedUintDowncast(uint8,uint256)", 96, deadline);
        }
        expect(why);
        this.join(deadline);
        vm.assertTrue(membership.isMember(ada) == (why.length == 0), "a member");
    }

    /// @dev One call deeper, so that an expected revert meets the right one.
    function join(uint256 deadline) external {
        joinBySig(deadline);
    }

    function testFuzz_IsLiveAt(uint256 length, uint256 stop, bool pauses, uint256 time) external {
        uint40 end = uint40(START + bound(length, 1, 30 days));
        ConsentBits bits = bitsOf(DATASET, 77, FAR, end, PURPOSES);
        (bytes32 id, bytes32 inner) = grant(cai, bits);
        uint256 stopped = START + bound(stop, 0, 40 days);
        vm.warp(stopped);
        if (pauses) pause(cai, inner);
        else withdraw(cai, inner);
        uint40 at = uint40(time % 4 == 0 ? time : START - 5 days + (time >> 2) % 50 days);
        vm.assertTrue(
            consents.isLiveAt(id, at) == (at >= START && at < end && at <= stopped), "live at that time"
        );
    }

    function testFuzz_IsEligible(uint32 purposes, uint32 asked, uint256 length, uint256 time, uint256 until)
        external
    {
        vm.assume(purposes != 0);
        if (asked % 2 == 0) asked &= purposes;
        uint40 end = uint40(START + bound(length, 1, 30 days));
        (bytes32 id,) = grant(cai, bitsOf(DATASET, 77, FAR, end, purposes));
        uint40 at = uint40(time % 4 == 0 ? time : START - 5 days + (time >> 2) % 50 days);
        uint40 needed = uint40(until % 4 == 0 ? until : START + (until >> 2) % 40 days);
        bool isWithin = asked & ~purposes == 0;
        vm.assertTrue(consents.covers(id, asked) == isWithin, "covers");
        vm.assertTrue(
            consents.isEligible(id, DATASET, asked, at, needed)
                == (isWithin && at >= START && at < end && needed <= end),
            "eligible"
        );
    }
}
