// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { ConsentBits } from "../../src/types/Consent.sol";
import { Founding } from "../../src/types/Founding.sol";
import { Pool } from "../../src/types/Offer.sol";
import { Leaf } from "../../src/types/SumTree.sol";
import { PoolWorld } from "./PoolWorld.sol";

/// @notice What can happen to a DAO's pools, in any order: releases, sales, gifts, refunds, late joins, withdrawals,
/// pauses, ends, new consents (some of them only anchored), retractions, struck releases, claims.
contract PoolHandler is PoolWorld {
    function founding() internal view override returns (Founding memory f) {
        f = super.founding();
        f.holdbackPeriod = 10 days;
    }

    function setUp() public override {
        super.setUp();
        for (uint256 i; i < OFFERS; ++i) {
            createOffer();
        }
        for (uint256 m; m < MEMBERS; ++m) {
            consent(m, FAR, m % 3 == 2);
        }
        for (uint64 o = 1; o <= OFFERS; ++o) {
            release(o, 63, 5);
        }
    }

    function selectors() external pure returns (bytes4[] memory list) {
        list = new bytes4[](16);
        list[0] = this.release.selector;
        list[1] = this.sale.selector;
        list[2] = this.sale.selector;
        list[3] = this.joinOne.selector;
        list[4] = this.leave.selector;
        list[5] = this.comeBack.selector;
        list[6] = this.claimOne.selector;
        list[7] = this.retract.selector;
        list[8] = this.collectAll.selector;
        list[9] = this.pauseOne.selector;
        list[10] = this.gift.selector;
        list[11] = this.giveBack.selector;
        list[12] = this.expireOne.selector;
        list[13] = this.struck.selector;
        list[14] = this.payReviewer.selector;
        list[15] = this.wait.selector;
    }

    // Acts

    function release(uint256 offerSeed, uint256 mask, uint64 weight) public {
        uint64 offer = offerOf(offerSeed);
        uint32 next = offers.poolOf(offer).release + 1;
        Enrolled storage batch = _enrolled[offer].push();
        batch.release = next;
        for (uint256 m; m < MEMBERS; ++m) {
            Consented memory consented = _consented[_current[m]];
            if ((mask >> m) & 1 == 0 || !isLiving(consented)) continue;
            bytes32 contributionId = accept(consented.account, keccak256(abi.encode(offer, next, m)));
            uint64 w = uint64(bound(weight, 1, 1e12)) * uint64(m + 1);
            batch.leaves.push(leafOf(consented.id, partsOf(contributionId, w)));
            batch.contributions.push(contributionId);
        }
        if (batch.leaves.length == 0) {
            _enrolled[offer].pop();
            return;
        }
        enroll(offer, next, batch.leaves);
        ++done["release"];
    }

    function sale(uint256 offerSeed, uint96 price) external {
        uint64 offer = offerOf(offerSeed);
        Pool memory pool = offers.poolOf(offer);
        if (pool.weight == 0) return;
        vm.prank(operator);
        offers.setPrice(offer, uint80(bound(price, 0, 1e10)));
        uint256 before = notContributors();
        uint256 held = coin.balanceOf(dao.offers);
        vm.prank(buyer);
        _licenses.push(licenses.buyFrom(offer, pool.release, 1, type(uint128).max, buyer));
        received[offer] += coin.balanceOf(dao.offers) - held - (notContributors() - before);
        ++roundings[offer];
        ++done["sale"];
    }

    function gift(uint256 offerSeed, uint96 amount) external {
        uint64 offer = offerOf(offerSeed);
        if (offers.poolOf(offer).weight == 0) return;
        vm.prank(buyer);
        received[offer] += offers.donate(offer, uint128(bound(amount, 0, 1e10)));
        ++roundings[offer];
        ++done["gift"];
    }

    function giveBack(uint256 which, uint128 amount) external {
        if (_licenses.length == 0) return;
        uint256 license = _licenses[which % _licenses.length];
        if (!licenses.isUsable(license)) return;
        amount = uint128(bound(amount, 0, offers.refundsPot()));
        vm.prank(arbiter);
        licenses.refund(license, amount);
        ++done["refund"];
    }

    function payReviewer(uint128 amount) external {
        address[] memory accounts = new address[](1);
        uint128[] memory amounts = new uint128[](1);
        (accounts[0], amounts[0]) = (reviewer, uint128(bound(amount, 0, offers.reviewersPot())));
        vm.prank(operator);
        offers.payReviewers(accounts, amounts);
        ++done["payReviewer"];
    }

    function joinOne(uint256 offerSeed, uint256 batchSeed, uint256 leafSeed) external {
        uint64 offer = offerOf(offerSeed);
        uint256 count = _enrolled[offer].length;
        if (count == 0) return;
        uint256 b = batchSeed % count;
        joinLeaf(offer, b, leafSeed % _enrolled[offer][b].leaves.length);
    }

    function leave(uint256 member, bool joinedBefore) external {
        if (stop(member, joinedBefore, false)) ++done["leave"];
    }

    function pauseOne(uint256 member, bool joinedBefore) external {
        if (stop(member, joinedBefore, true)) ++done["pause"];
    }

    function stop(uint256 member, bool joinedBefore, bool onlyPauses) private returns (bool) {
        Consented storage consented = _consented[_current[member % MEMBERS]];
        if (consented.stopped) return false;
        for (uint64 o = 1; o <= OFFERS; ++o) {
            if (joinedBefore) joinAllOf(o, consented.id);
        }
        if (onlyPauses) pause(consented.account, consented.inner);
        else withdraw(consented.account, consented.inner);
        consented.stopped = true;
        for (uint64 o = 1; o <= OFFERS; ++o) {
            noteFrozen(o, consented.id, joinedBefore);
        }
        return true;
    }

    /// @dev An end that passes freezes nothing by itself: somebody does, in one offer.
    function expireOne(uint256 offerSeed, uint256 which, bool joinedBefore) external {
        uint64 offer = offerOf(offerSeed);
        Consented memory consented = _consented[which % _consented.length];
        if (consented.end == FAR || offers.positionOf(offer, consented.id).frozen) return;
        if (block.timestamp < consented.end) vm.warp(consented.end);
        if (joinedBefore) joinAllOf(offer, consented.id);
        vm.prank(stranger);
        if (consents.isKnown(consented.id)) offers.freeze(offer, consented.id);
        else offers.freezeShown(offer, consented.account, TERMS, consented.bits);
        noteFrozen(offer, consented.id, joinedBefore);
        ++done["expire"];
    }

    function comeBack(uint256 member, uint32 duration, bool anchored) external {
        if (isLiving(_consented[_current[member % MEMBERS]])) return;
        uint40 end = duration % 2 == 0 ? FAR : uint40(block.timestamp + 1 + duration % 40 days);
        consent(member % MEMBERS, end, anchored);
        ++done["comeBack"];
    }

    function claimOne(uint256 offerSeed, uint256 which) external {
        uint64 offer = offerOf(offerSeed);
        Consented memory consented = _consented[which % _consented.length];
        uint256 amount = offers.claimable(offer, consented.id);
        if (amount == 0) return;
        vm.prank(consented.account);
        vm.assertEq(
            offers.claimPayout(offer, consented.inner, consented.account), amount, "claimable is paid"
        );
        paid[offer][consented.id] += amount;
        ++roundings[offer];
        ++done["claim"];
    }

    function retract(uint256 offerSeed, uint256 batchSeed, uint256 leafSeed) external {
        uint64 offer = offerOf(offerSeed);
        uint256 count = _enrolled[offer].length;
        if (count == 0) return;
        Enrolled storage batch = _enrolled[offer][batchSeed % count];
        uint256 l = leafSeed % batch.leaves.length;
        bytes32 contributionId = batch.contributions[l];
        if (contributions.isEnded(contributionId)) return;
        vm.prank(contributions.accountOf(contributionId));
        contributions.retract(contributionId);
        Leaf memory leaf = batch.leaves[l];
        if (!isJoined(offer, batchSeed % count, l)) ++roundings[offer];
        releases.cut(
            offer,
            batch.release,
            proveLeaf(batch.leaves, l),
            provePart(partsOf(contributionId, leaf.weight), 0)
        );
        ++done["retract"];
    }

    /// @dev Somebody asks, nobody answers: half the bond is the pool's.
    function struck(uint256 offerSeed, bool give) external {
        uint64 offer = offerOf(offerSeed);
        uint32 next = offers.poolOf(offer).release + 1;
        assertRoot(offer, next, "unknown", 7, FAR - 1 days);
        vm.prank(buyer);
        releases.askLeaf(asserted[offer][next], 3);
        vm.warp(block.timestamp + WINDOW + 1);
        releases.strikeUnanswered(asserted[offer][next], 3);
        ++done["struck"];
        if (!give || offers.poolOf(offer).weight == 0) return;
        received[offer] += releases.forfeited(offer);
        releases.giveForfeit(offer);
        ++roundings[offer];
    }

    function wait(uint32 time) external {
        vm.warp(block.timestamp + time % 5 days);
    }

    function collectAll() external {
        collect(treasury);
        collect(buyer);
        collect(reviewer);
        collectBond(releaser);
        collectBond(buyer);
        ++done["collect"];
    }

    /// @dev Tried rather than asked for: the treasury's call that finds nothing to pay may begin its holdback.
    function collect(address account) private {
        vm.prank(account);
        try offers.collect(account) { } catch { }
    }

    function collectBond(address account) private {
        if (releases.credit(account) == 0) return;
        vm.prank(account);
        releases.collect(account);
    }

    function consent(uint256 m, uint40 end, bool anchored) private {
        Consented memory made;
        made.account = address(uint160(0xc0de00 + m));
        made.bits = bitsOf(DATASET, uint64(_consented.length), FAR, end, PURPOSES);
        made.inner = innerOf(made.bits);
        made.id = idOf(made.account, made.inner);
        (made.end, made.anchored) = (end, anchored);
        // What is anchored has no record.
        if (!anchored) grant(made.account, made.bits);
        _current[m] = _consented.length;
        _consented.push(made);
    }
}
