// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Founding } from "../src/types/Founding.sol";
import { IOffers } from "../src/interfaces/IOffers.sol";
import { ConsentBits } from "../src/types/Consent.sol";
import { Pool } from "../src/types/Offer.sol";
import { Leaf, Part, SumNode } from "../src/types/SumTree.sol";
import { DaoFixture } from "./base/DaoFixture.sol";
import { Trees } from "./base/Trees.sol";

// Random stories of ten releases in four offers, told by the model (model/tellStory.ts): sales, gifts, late joins,
// withdrawals, pauses, ends, cuts, new consents, claims.
//   After each act the contracts say what the model says, to the last unit and the last fractional bit: accumulator,
//   weight and carry of the pools, and of each position its claimable, its starting point and what it was paid.
//   At the end the coin that Offers holds is what came in less what was paid.
contract ModelStoriesTest is DaoFixture {
    struct Told {
        address account;
        bytes32 id;
        bytes32 inner;
        ConsentBits bits;
        bool anchored;
    }

    uint64 private constant POOLS = 4;

    Told[] private told;
    mapping(uint64 offer => mapping(uint32 release => Leaf[])) private leaves;
    mapping(bytes32 leaf => Part[]) private parts;
    mapping(uint64 offer => mapping(uint256 told => uint256)) private paid;
    uint256 private received;

    function founding() internal view override returns (Founding memory f) {
        f = super.founding();
        (f.minBond, f.bondBps, f.minInterval) = (0, 0, 0);
        (f.reviewersBps, f.treasuryBps) = (0, 0);
    }

    function setUp() public override {
        super.setUp();
        coin.mint(buyer, type(uint128).max);
        for (uint256 i; i < POOLS; ++i) {
            createOffer();
        }
    }

    function test_Stories_AreToldAlike() external {
        vm.pauseGasMetering();
        // Written by `node --import tsx model/writeStories.ts`, which `npm test` does first.
        string memory index = vm.readFile("cache/stories/index.json");
        uint256 count = vm.parseJsonUint(index, ".count");
        uint256 first = vm.parseJsonUint(index, ".first");
        for (uint256 i; i < count; ++i) {
            uint256 fresh = vm.snapshotState();
            this.replay(i, string.concat("story ", vm.toString(first + i)));
            vm.revertToState(fresh);
        }
    }

    /// @dev A call of its own, whose memory ends with it.
    function replay(uint256 i, string memory name) external {
        string memory path = string.concat("cache/stories/", vm.toString(i), ".jsonl");
        uint256 count;
        string memory line;
        for (line = vm.readLine(path); bytes(line).length != 0; line = vm.readLine(path)) {
            vm.warp(START + number(line, ".at"));
            string memory kind = vm.parseJsonString(line, ".kind");
            act(line, keccak256(bytes(kind)));
            compare(line, string.concat(name, ", line ", vm.toString(++count), ", ", kind, ": "));
        }
        vm.assertGe(count, 100, "a whole story");
        uint256 sum;
        for (uint64 o = 1; o <= POOLS; ++o) {
            for (uint256 k; k < told.length; ++k) {
                vm.assertEq(coin.balanceOf(purse(o, k)), paid[o][k], "paid");
                sum += paid[o][k];
            }
        }
        vm.assertEq(coin.balanceOf(dao.offers), received - sum, "what came in less what was paid");
    }

    // Acts

    function act(string memory line, bytes32 kind) private {
        if (kind == keccak256("grant")) return actGrant(line);
        uint64 offer = uint64(numbers(line, ".pools")[0] + 1);
        if (kind == keccak256("release")) return actRelease(line, offer);
        if (kind == keccak256("sell")) return actSell(line, offer);
        if (kind == keccak256("donate")) return actDonate(line, offer);
        if (kind == keccak256("join")) return joinLeaf(offer, number(line, ".batch"), number(line, ".leaf"));
        if (kind == keccak256("joinAll")) return actJoinAll(line, offer);
        if (kind == keccak256("claim")) return actClaim(line, offer);
        if (kind == keccak256("expire")) return actExpire(line, offer);
        if (kind == keccak256("cut")) return actCut(line, offer);
        uint256[] memory ids = numbers(line, ".ids");
        for (uint256 i; i < ids.length; ++i) {
            Told memory t = told[ids[i]];
            if (kind == keccak256("withdraw")) withdraw(t.account, t.inner);
            else pause(t.account, t.inner);
        }
    }

    function actGrant(string memory line) private {
        Told memory t;
        t.account = address(uint160(0xabc000 + number(line, ".member")));
        t.bits = bitsOf(DATASET, uint64(told.length), FAR, uint40(START + number(line, ".end")), PURPOSES);
        t.inner = innerOf(t.bits);
        t.id = idOf(t.account, t.inner);
        t.anchored = number(line, ".anchored") == 1;
        // What is anchored has no record.
        if (!t.anchored) grant(t.account, t.bits);
        told.push(t);
    }

    function actRelease(string memory line, uint64 offer) private {
        uint32 release = offers.poolOf(offer).release + 1;
        uint256[] memory ids = numbers(line, ".ids");
        uint256[] memory counts = numbers(line, ".counts");
        uint256[] memory weights = numbers(line, ".weights");
        uint256 w;
        for (uint256 i; i < ids.length; ++i) {
            Part[] memory made = new Part[](counts[i]);
            for (uint256 p; p < made.length; ++p) {
                bytes32 commitment = keccak256(abi.encode(offer, release, i, p));
                made[p] = Part(accept(told[ids[i]].account, commitment), uint64(weights[w++]));
                parts[leafKey(offer, release, i)].push(made[p]);
            }
            leaves[offer][release].push(leafOf(told[ids[i]].id, made));
        }
        if (ids.length == 0) {
            assertRoot(offer, release, 0, 0, FAR - 1 days);
        } else {
            SumNode memory root = Trees.rootOf(Trees.leafNodes(leaves[offer][release]), 0x01);
            assertRoot(offer, release, root.hash, root.sum, FAR - 1 days);
        }
        vm.warp(block.timestamp + WINDOW);
        releases.activateRelease(asserted[offer][release]);
    }

    function actSell(string memory line, uint64 offer) private {
        uint256 amount = number(line, ".amount");
        uint32 release = offers.poolOf(offer).release;
        vm.prank(operator);
        offers.setPrice(offer, uint80(amount));
        if (mayPay(line, amount)) {
            vm.prank(buyer);
            licenses.buyFrom(offer, release, 1, uint128(amount), buyer);
        } else {
            vm.prank(buyer);
            vm.expectRevert(abi.encodeWithSelector(IOffers.OffersNobodyToPay.selector, offer));
            licenses.buyFrom(offer, release, 1, uint128(amount), buyer);
        }
    }

    function actDonate(string memory line, uint64 offer) private {
        uint256 amount = number(line, ".amount");
        bool may = mayPay(line, amount);
        vm.prank(buyer);
        if (!may) vm.expectRevert(abi.encodeWithSelector(IOffers.OffersNobodyToPay.selector, offer));
        offers.donate(offer, uint128(amount));
    }

    function mayPay(string memory line, uint256 amount) private returns (bool may) {
        may = number(line, ".refused") == 0;
        if (may) received += amount;
    }

    function actJoinAll(string memory line, uint64 offer) private {
        uint256[] memory batches = numbers(line, ".batches");
        uint256[] memory at = numbers(line, ".leaves");
        for (uint256 i; i < at.length; ++i) {
            joinLeaf(offer, batches[i], at[i]);
        }
    }

    function actClaim(string memory line, uint64 offer) private {
        uint256 k = number(line, ".id");
        uint256 amount = number(line, ".amount");
        Told memory t = told[k];
        vm.prank(t.account);
        if (amount == 0) {
            vm.expectRevert(abi.encodeWithSelector(IOffers.OffersNothingToClaim.selector, offer, t.id));
            offers.claimPayout(offer, t.inner, purse(offer, k));
        } else {
            vm.assertEq(offers.claimPayout(offer, t.inner, purse(offer, k)), amount, "claimed");
            paid[offer][k] += amount;
        }
    }

    function actExpire(string memory line, uint64 offer) private {
        Told memory t = told[number(line, ".id")];
        vm.prank(stranger);
        if (t.anchored) offers.freezeShown(offer, t.account, TERMS, t.bits);
        else offers.freeze(offer, t.id);
    }

    function actCut(string memory line, uint64 offer) private {
        uint32 release = uint32(number(line, ".batch") + 1);
        uint256 l = number(line, ".leaf");
        uint256 p = number(line, ".part");
        Part[] memory of_ = parts[leafKey(offer, release, l)];
        vm.prank(contributions.accountOf(of_[p].contributionId));
        contributions.retract(of_[p].contributionId);
        releases.cut(offer, release, proveLeaf(leaves[offer][release], l), provePart(of_, p));
    }

    function joinLeaf(uint64 offer, uint256 batch, uint256 l) private {
        join(offer, uint32(batch + 1), leaves[offer][uint32(batch + 1)], l);
    }

    // What the model saw

    function compare(string memory line, string memory where) private view {
        uint256[] memory seen = numbers(line, ".pools");
        if (seen.length == 0) return;
        uint256[] memory accs = numbers(line, ".acc");
        uint256[] memory weights = numbers(line, ".weight");
        uint256[] memory carries = numbers(line, ".carries");
        for (uint256 s; s < seen.length; ++s) {
            uint64 offer = uint64(seen[s] + 1);
            Pool memory pool = offers.poolOf(offer);
            same(pool.acc, accs[s], where, "accumulator");
            same(pool.weight, weights[s], where, "weight");
            same(offers.offerOf(offer).hasCarry ? 1 : 0, carries[s], where, "carry");
        }
        comparePositions(line, seen, where);
    }

    function comparePositions(string memory line, uint256[] memory seen, string memory where) private view {
        uint256[] memory due = numbers(line, ".claimable");
        uint256[] memory lasts = numbers(line, ".last");
        uint256[] memory had = numbers(line, ".paid");
        for (uint256 s; s < seen.length; ++s) {
            uint64 offer = uint64(seen[s] + 1);
            for (uint256 k; k < told.length; ++k) {
                uint256 i = s * told.length + k;
                same(offers.claimable(offer, told[k].id), due[i], where, "claimable");
                same(offers.positionOf(offer, told[k].id).last, lasts[i], where, "starting point");
                same(paid[offer][k], had[i], where, "paid");
            }
        }
    }

    /// @dev Names the place only where it has to.
    function same(uint256 here, uint256 there, string memory where, string memory what) private pure {
        if (here != there) vm.assertEq(here, there, string.concat(where, what));
    }

    function number(string memory line, string memory key) private pure returns (uint256) {
        return vm.parseJsonUint(line, key);
    }

    function numbers(string memory line, string memory key) private pure returns (uint256[] memory) {
        return vm.parseJsonUintArray(line, key);
    }

    /// @dev Where a consent's claims in an offer go, so that they can be counted.
    function purse(uint64 offer, uint256 k) private pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encode("purse", offer, k)))));
    }

    function leafKey(uint64 offer, uint32 release, uint256 leaf) private pure returns (bytes32) {
        return keccak256(abi.encode(offer, release, leaf));
    }
}
