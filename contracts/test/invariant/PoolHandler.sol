// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { Pool, Position } from "../../src/types/Offer.sol";
import { Leaf, Part } from "../../src/types/SumTree.sol";
import { DaoFixture } from "../base/DaoFixture.sol";

/// @notice What can happen to a DAO's pools, in any order: releases, sales, late joins, withdrawals, pauses, new
/// consents, retractions, claims. Keeps what the invariants compare with.
contract PoolHandler is DaoFixture {
    uint256 public constant OFFERS = 2;
    uint256 public constant MEMBERS = 6;

    struct Enrolled {
        uint32 release;
        Leaf[] leaves;
        bytes32[] contributions;
    }

    struct Consented {
        bytes32 id;
        bytes32 inner;
        address account;
    }

    Consented[] internal _consents;
    mapping(uint256 member => uint256) internal _current;
    mapping(uint64 offer => Enrolled[]) internal _enrolled;

    mapping(uint64 offer => uint256) public received;
    mapping(uint64 offer => mapping(bytes32 id => uint256)) public paid;
    mapping(uint64 offer => uint256) public roundings;
    // What an id had in all, claimed or not, when it was frozen with every leaf joined.
    mapping(uint64 offer => mapping(bytes32 id => uint256)) public atFreeze;
    mapping(uint64 offer => mapping(bytes32 id => bool)) public isSettled;
    uint256 public collected;
    mapping(bytes32 act => uint256) public done;

    function setUp() public override {
        super.setUp();
        for (uint256 i; i < OFFERS; ++i) {
            createOffer();
        }
        for (uint256 m; m < MEMBERS; ++m) {
            consent(m);
        }
        for (uint64 o = 1; o <= OFFERS; ++o) {
            release(o, 63, 5);
        }
    }

    function selectors() external pure returns (bytes4[] memory list) {
        list = new bytes4[](10);
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
    }

    // Acts

    function release(uint256 offerSeed, uint256 mask, uint64 weight) public {
        uint64 offer = offerOf(offerSeed);
        uint32 next = offers.poolOf(offer).release + 1;
        Enrolled storage batch = _enrolled[offer].push();
        batch.release = next;
        for (uint256 m; m < MEMBERS; ++m) {
            Consented memory consented = _consents[_current[m]];
            if ((mask >> m) & 1 == 0 || !consents.isLive(consented.id)) continue;
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
        offers.setPrice(offer, uint96(bound(price, 0, 1e10)));
        uint256 before = notContributors();
        uint256 held = coin.balanceOf(address(offers));
        vm.prank(buyer);
        licenses.buy(offer, pool.release, 1, type(uint128).max, buyer);
        received[offer] += coin.balanceOf(address(offers)) - held - (notContributors() - before);
        ++roundings[offer];
        ++done["sale"];
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
        Consented memory consented = _consents[_current[member % MEMBERS]];
        if (!consents.isLive(consented.id)) return false;
        for (uint64 o = 1; o <= OFFERS; ++o) {
            if (joinedBefore) joinAllOf(o, consented.id);
        }
        if (onlyPauses) pause(consented.account, consented.inner);
        else withdraw(consented.account, consented.inner);
        for (uint64 o = 1; o <= OFFERS; ++o) {
            if (!joinedBefore) continue;
            isSettled[o][consented.id] = true;
            atFreeze[o][consented.id] = paid[o][consented.id] + offers.claimable(o, consented.id);
        }
        return true;
    }

    function comeBack(uint256 member) external {
        if (consents.isLive(_consents[_current[member % MEMBERS]].id)) return;
        consent(member % MEMBERS);
        ++done["comeBack"];
    }

    function claimOne(uint256 offerSeed, uint256 which) external {
        uint64 offer = offerOf(offerSeed);
        Consented memory consented = _consents[which % _consents.length];
        uint256 amount = offers.claimable(offer, consented.id);
        if (amount == 0) return;
        vm.prank(consented.account);
        vm.assertEq(offers.claim(offer, consented.inner, consented.account), amount, "claimable is paid");
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
        offers.cut(
            offer,
            batch.release,
            proveLeaf(batch.leaves, l),
            provePart(partsOf(contributionId, leaf.weight), 0)
        );
        ++done["retract"];
    }

    function collectAll() external {
        collect(treasury);
        collect(releaser);
    }

    /// @dev Ends a run: everyone who can join has joined.
    function joinEverything() external {
        for (uint64 o = 1; o <= OFFERS; ++o) {
            for (uint256 b; b < _enrolled[o].length; ++b) {
                for (uint256 l; l < _enrolled[o][b].leaves.length; ++l) {
                    joinLeaf(o, b, l);
                }
            }
        }
    }

    // Sums

    function dueToMembers(uint64 offer) public view returns (uint256 sum) {
        for (uint256 i; i < _consents.length; ++i) {
            sum += offers.claimable(offer, _consents[i].id);
        }
    }

    function paidToMembers(uint64 offer) public view returns (uint256 sum) {
        for (uint256 i; i < _consents.length; ++i) {
            sum += paid[offer][_consents[i].id];
        }
    }

    function notContributors() public view returns (uint256) {
        return uint256(offers.reviewersPot()) + offers.credit(treasury);
    }

    function owedToOthers() external view returns (uint256) {
        return notContributors() + offers.credit(releaser);
    }

    function balance() external view returns (uint256) {
        return coin.balanceOf(address(offers));
    }

    function poolWeight(uint64 offer) external view returns (uint256) {
        return offers.poolOf(offer).weight;
    }

    function hasCarry(uint64 offer) external view returns (bool) {
        return offers.offerOf(offer).hasCarry;
    }

    function liveWeight(uint64 offer) external view returns (uint256 sum) {
        for (uint256 i; i < _consents.length; ++i) {
            Position memory position = offers.positionOf(offer, _consents[i].id);
            sum += position.weight;
        }
    }

    function unjoinedWeight(uint64 offer) external view returns (uint256 sum) {
        for (uint256 b; b < _enrolled[offer].length; ++b) {
            for (uint256 l; l < _enrolled[offer][b].leaves.length; ++l) {
                if (!isJoined(offer, b, l)) sum += _enrolled[offer][b].leaves[l].weight;
            }
        }
    }

    function consentCount() external view returns (uint256) {
        return _consents.length;
    }

    function consentAt(uint256 i) external view returns (bytes32) {
        return _consents[i].id;
    }

    function totalOf(uint64 offer, bytes32 id) external view returns (uint256) {
        return paid[offer][id] + offers.claimable(offer, id);
    }

    function offerOf(uint256 seed) private pure returns (uint64) {
        return uint64(1 + seed % OFFERS);
    }

    function consent(uint256 m) private {
        address account = address(uint160(0xc0de00 + m));
        (bytes32 id, bytes32 inner) = grant(account, bytes32(_consents.length));
        _current[m] = _consents.length;
        _consents.push(Consented(id, inner, account));
    }

    function collect(address account) private {
        if (offers.credit(account) == 0) return;
        vm.prank(account);
        offers.collect(account);
    }

    function isJoined(uint64 offer, uint256 b, uint256 l) private view returns (bool) {
        uint256 depth;
        while (1 << depth < _enrolled[offer][b].leaves.length) ++depth;
        return offers.isJoined(offer, _enrolled[offer][b].release, l, depth);
    }

    function joinLeaf(uint64 offer, uint256 b, uint256 l) private {
        if (isJoined(offer, b, l)) return;
        join(offer, _enrolled[offer][b].release, _enrolled[offer][b].leaves, l);
        ++roundings[offer];
        ++done["join"];
    }

    function joinAllOf(uint64 offer, bytes32 id) private {
        for (uint256 b; b < _enrolled[offer].length; ++b) {
            for (uint256 l; l < _enrolled[offer][b].leaves.length; ++l) {
                if (_enrolled[offer][b].leaves[l].consentId == id) joinLeaf(offer, b, l);
            }
        }
    }
}
