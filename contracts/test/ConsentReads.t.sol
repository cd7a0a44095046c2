// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { ConsentBits } from "../src/types/Consent.sol";
import { MemberActs } from "./base/MemberActs.sol";

// isLive, isLiveAt, covers, isEligible, isKnown, isOver, consentOf
// ├── when never seen: no to all, and zeros
// ├── live: from the second of the grant until before the end, in the second of a pause or withdrawal too if asked for
// │   that time, but not if asked for now
// ├── covers: live now, and no purpose beyond those permitted
// ├── eligible: live at the time, for just this dataset, no purpose beyond, an end not before `until`
// └── over: withdrawn, paused, or recorded and at its end
contract ConsentReadsTest is MemberActs {
    function test_NeverSeen() external view {
        bytes32 id = idOf(ada, "never seen");
        assertRecord(id, 0, 0, 0, 0, 0);
        vm.assertFalse(consents.isLive(id), "live");
        vm.assertFalse(consents.isLiveAt(id, uint40(START)), "live then");
        vm.assertFalse(consents.isLiveAt(id, 0), "live at zero");
        vm.assertFalse(consents.covers(id, 0), "covers nothing at all");
        vm.assertFalse(consents.isEligible(id, 0, 0, 0, 0), "eligible");
        vm.assertFalse(consents.isKnown(id), "known");
        vm.assertFalse(consents.isOver(id), "over");
    }

    function test_TombstoneAlone() external {
        bytes32 id = idOf(ada, "never seen");
        withdraw(ada, "never seen");
        vm.assertFalse(consents.isLive(id), "live");
        vm.assertFalse(consents.isLiveAt(id, uint40(START)), "live then");
        vm.assertFalse(consents.isEligible(id, 0, 0, 0, 0), "eligible");
        vm.assertTrue(consents.isKnown(id), "known");
        vm.assertTrue(consents.isOver(id), "over");
    }

    function test_LiveAt() external {
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        vm.warp(START + 10);
        withdraw(ada, inner);
        vm.assertFalse(consents.isLiveAt(id, uint40(START - 1)), "before");
        vm.assertTrue(consents.isLiveAt(id, uint40(START)), "from the grant on");
        vm.assertTrue(consents.isLiveAt(id, uint40(START + 10)), "in the second of the withdrawal");
        vm.assertFalse(consents.isLiveAt(id, uint40(START + 11)), "after it");
        vm.assertFalse(consents.isLive(id), "and not now");
    }

    function test_Pause_LiveAtAndEligible() external {
        (bytes32 id, bytes32 inner) = grant(ada, "salt");
        vm.warp(START + 10);
        pause(ada, inner);
        vm.assertTrue(consents.isLiveAt(id, uint40(START)), "from the grant on");
        vm.assertTrue(consents.isLiveAt(id, uint40(START + 10)), "in the second of the pause");
        vm.assertFalse(consents.isLiveAt(id, uint40(START + 11)), "after it");
        vm.assertTrue(consents.isEligible(id, DATASET, PURPOSES, uint40(START + 10), FAR), "cut before");
        vm.assertFalse(consents.isEligible(id, DATASET, PURPOSES, uint40(START + 11), FAR), "cut after");
    }

    function test_Expires() external {
        (bytes32 id,) = grant(ada, "salt");
        vm.assertTrue(consents.isLiveAt(id, FAR - 1), "until the end");
        vm.assertFalse(consents.isLiveAt(id, FAR), "not at it");
        vm.warp(FAR - 1);
        vm.assertTrue(consents.isLive(id), "lives");
        vm.assertFalse(consents.isOver(id), "not over");
        vm.warp(FAR);
        vm.assertFalse(consents.isLive(id), "expired");
        vm.assertFalse(consents.covers(id, PURPOSES), "covers nothing");
        vm.assertTrue(consents.isOver(id), "over");
    }

    function test_Eligible() external {
        (bytes32 id,) = grant(ada, "salt");
        uint40 at = uint40(START);
        vm.assertTrue(consents.isEligible(id, DATASET, PURPOSES, at, FAR), "eligible");
        vm.assertFalse(consents.isEligible(id, OTHER_DATASET, PURPOSES, at, FAR), "another dataset");
        bytes32 wide = DATASET | bytes32(uint256(1) << 64);
        vm.assertFalse(consents.isEligible(id, wide, PURPOSES, at, FAR), "a dataset of more than 64 bits");
        vm.assertFalse(consents.isEligible(id, DATASET, PURPOSES | 4, at, FAR), "more purposes");
        vm.assertFalse(consents.isEligible(id, DATASET, PURPOSES, at, FAR + 1), "ends before");
        vm.assertFalse(consents.isEligible(id, DATASET, PURPOSES, at - 1, FAR), "not granted yet");
    }

    function testFuzz_Covers(uint32 permitted, uint32 asked) external {
        permitted = uint32(bound(permitted, 1, type(uint32).max));
        (bytes32 id,) = grant(ada, bitsOf(DATASET, 1, FAR, FAR, permitted));
        vm.assertTrue(consents.covers(id, asked) == (asked & ~permitted == 0), "only what was permitted");
    }

    function testFuzz_LiveAt(uint40 grantedAt, uint40 end, uint40 pausedAt, uint40 withdrawnAt, uint40 asked)
        external
    {
        grantedAt = uint40(bound(grantedAt, 1, 1000));
        end = uint40(bound(end, grantedAt + 1, 2000));
        pausedAt = uint40(bound(pausedAt, grantedAt, 2500));
        withdrawnAt = uint40(bound(withdrawnAt, pausedAt, 3000));
        asked = uint40(bound(asked, 0, 3500));

        vm.warp(grantedAt);
        (bytes32 id, bytes32 inner) = grant(ada, bitsOf(DATASET, 1, FAR, end, PURPOSES));
        bool within = grantedAt <= asked && asked < end;
        vm.assertTrue(consents.isLiveAt(id, asked) == within, "granted");
        vm.warp(pausedAt);
        pause(ada, inner);
        vm.assertTrue(consents.isLiveAt(id, asked) == (within && asked <= pausedAt), "paused");
        vm.warp(withdrawnAt);
        withdraw(ada, inner);
        vm.assertTrue(consents.isLiveAt(id, asked) == (within && asked <= pausedAt), "withdrawn");
        vm.assertFalse(consents.isLive(id), "and nothing now");
    }

    function testFuzz_Eligible(uint64 dataset, uint32 permitted, uint32 asked, uint40 end, uint40 until)
        external
    {
        permitted = uint32(bound(permitted, 1, type(uint32).max));
        end = uint40(bound(end, START + 1, type(uint40).max));
        bytes32 named = bytes32(uint256(dataset));
        (bytes32 id,) = grant(ada, bitsOf(named, 1, FAR, end, permitted));
        bool eligible = until <= end && asked & ~permitted == 0;
        vm.assertTrue(
            consents.isEligible(id, named, asked, uint40(START), until) == eligible, "just what was granted"
        );
        vm.assertTrue(consents.isEligible(id, named, permitted, uint40(START), end), "all of it");
        vm.assertFalse(
            consents.isEligible(id, bytes32(~uint256(dataset)), permitted, uint40(START), end), "no"
        );
    }

    function testFuzz_InnerOf_LeavesTheDeadlineOut(bytes32 terms, uint240 word, uint40 deadline)
        external
        view
    {
        ConsentBits bits = ConsentBits.wrap(word);
        bytes32 inner = consents.innerOf(terms, bits);
        vm.assertEq(inner, consents.innerOf(terms, bits.withTime(deadline)), "any deadline");
        vm.assertEq(inner, keccak256(abi.encode(terms, bits.withTime(0))), "and nothing else");
    }

    function testFuzz_InnerOf_CommitsToEveryOtherBit(bytes32 terms, uint240 word, uint256 bit) external view {
        bit = bound(bit, 0, 199);
        if (bit >= 128) bit += 40;
        bytes32 changed = consents.innerOf(terms, ConsentBits.wrap(word ^ (uint256(1) << bit)));
        vm.assertTrue(changed != consents.innerOf(terms, ConsentBits.wrap(word)), "another id");
    }
}
