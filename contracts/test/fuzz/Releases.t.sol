// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IReleases } from "../../src/interfaces/IReleases.sol";
import { Leaf } from "../../src/types/SumTree.sol";
import { Numbers } from "./Numbers.sol";

// assertRelease: another number than the next, a time not within the last day, an end within the window, a root without
//   weights → refused; else → it is pending
// askLeaf: a point that no leaf lies over → refused; rule: neither of the two rulings → refused
contract ReleasesNumbersTest is Numbers {
    function testFuzz_AssertRelease(uint256 number, uint256 time, uint256 until, uint64 total) external {
        uint32 release = number % 4 == 0 ? uint32(number >> 2) : 1;
        // Most of them within two days of the edges.
        uint40 at = uint40(time % 4 == 0 ? time : START - 1 days + (time >> 2) % 2 days - 12 hours);
        uint40 validUntil = uint40(until % 4 == 0 ? until : START + (until >> 2) % (2 * WINDOW));
        if (total % 8 == 1) total = 0;
        bytes memory why;
        if (release != 1) {
            why = abi.encodeWithSelector(IReleases.ReleasesUnexpected.selector, offer, release, 1);
        } else if (at < START - 1 days || at > START) {
            why = abi.encodeWithSelector(IReleases.ReleasesInvalidTime.selector, at, START - 1 days, START);
        } else if (validUntil <= START + WINDOW) {
            why = abi.encodeWithSelector(
                IReleases.ReleasesInvalidTerm.selector, validUntil, START + WINDOW + 1
            );
        } else if (total == 0) {
            why = abi.encodeWithSelector(IReleases.ReleasesInvalidRoot.selector, bytes32("root"), 0);
        }
        expect(why);
        vm.prank(releaser);
        releases.assertRelease(offer, release, at, validUntil, "root", total, "manifest");
        vm.assertTrue(isPending() == (why.length == 0), "pending");
    }

    function testFuzz_AskLeaf(uint64 total, uint256 which) external {
        vm.assume(total != 0);
        fund(stranger);
        assertRoot(offer, 1, "root", total, FAR - 1 days);
        uint64 point = uint64(near(which, total));
        if (point >= total) {
            expect(abi.encodeWithSelector(IReleases.ReleasesInvalidPoint.selector, point, total));
        }
        vm.prank(stranger);
        releases.askLeaf(asserted[offer][1], point);
        vm.assertEq(releases.pendingOf(offer).questions, point >= total ? 0 : 1, "asked");
    }

    function testFuzz_Rule(uint256 ruling) external {
        ruling = near(ruling, 2);
        fund(stranger);
        Leaf[] memory leaves = one(leafOf(adaId, 4));
        assertTree(offer, 1, leaves);
        vm.prank(stranger);
        releases.dispute(asserted[offer][1], "evidence");
        bool isRuling = ruling == 1 || ruling == 2;
        if (!isRuling) expect(abi.encodeWithSelector(IReleases.ReleasesInvalidRuling.selector, ruling));
        vm.prank(arbiter);
        releases.rule(asserted[offer][1], ruling);
        vm.assertTrue(isPending() == (ruling != 2), "only the second strikes it out");
        vm.assertEq(releases.pendingOf(offer).disputer, isRuling ? address(0) : stranger, "decided");
    }
}
