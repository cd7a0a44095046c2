// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { ConsentBits } from "../../src/types/Consent.sol";
import { Leaf } from "../../src/types/SumTree.sol";
import { DaoFixture } from "../base/DaoFixture.sol";

/// @notice What the invariants compare with: who consented, what was enrolled, what came in and what was paid.
abstract contract PoolWorld is DaoFixture {
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
        ConsentBits bits;
        uint40 end;
        bool anchored;
        bool stopped;
    }

    Consented[] internal _consented;
    uint256[] internal _licenses;
    mapping(uint256 member => uint256) internal _current;
    mapping(uint64 offer => Enrolled[]) internal _enrolled;

    mapping(uint64 offer => uint256) public received;
    mapping(uint64 offer => mapping(bytes32 id => uint256)) public paid;
    mapping(uint64 offer => uint256) public roundings;
    // What an id had in all, claimed or not, when it was frozen with every leaf joined.
    mapping(uint64 offer => mapping(bytes32 id => uint256)) public atFreeze;
    mapping(uint64 offer => mapping(bytes32 id => bool)) public isSettled;
    mapping(bytes32 act => uint256) public done;

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
        for (uint256 i; i < _consented.length; ++i) {
            sum += offers.claimable(offer, _consented[i].id);
        }
    }

    function paidToMembers(uint64 offer) public view returns (uint256 sum) {
        for (uint256 i; i < _consented.length; ++i) {
            sum += paid[offer][_consented[i].id];
        }
    }

    /// @dev Pots and credits. The treasury's matured share is in the refunds' pot until it is collected.
    function notContributors() public view returns (uint256) {
        return
            uint256(offers.reviewersPot()) + offers.refundsPot() + offers.credit(buyer)
                + offers.credit(reviewer);
    }

    function balance() external view returns (uint256) {
        return coin.balanceOf(dao.offers);
    }

    function bondsOwed() external view returns (uint256 sum) {
        sum = uint256(releases.credit(releaser)) + releases.credit(buyer);
        for (uint64 o = 1; o <= OFFERS; ++o) {
            sum += releases.forfeited(o);
        }
    }

    function bondsHeld() external view returns (uint256) {
        return coin.balanceOf(dao.releases);
    }

    function poolWeight(uint64 offer) external view returns (uint256) {
        return offers.poolOf(offer).weight;
    }

    function hasCarry(uint64 offer) external view returns (bool) {
        return offers.offerOf(offer).hasCarry;
    }

    function liveWeight(uint64 offer) external view returns (uint256 sum) {
        for (uint256 i; i < _consented.length; ++i) {
            sum += offers.positionOf(offer, _consented[i].id).weight;
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
        return _consented.length;
    }

    function consentAt(uint256 i) external view returns (bytes32) {
        return _consented[i].id;
    }

    function totalOf(uint64 offer, bytes32 id) public view returns (uint256) {
        return paid[offer][id] + offers.claimable(offer, id);
    }

    // For the acts

    function offerOf(uint256 seed) internal pure returns (uint64) {
        return uint64(1 + seed % OFFERS);
    }

    function isLiving(Consented memory consented) internal view returns (bool) {
        return !consented.stopped && block.timestamp < consented.end;
    }

    function noteFrozen(uint64 offer, bytes32 id, bool joinedBefore) internal {
        if (!joinedBefore || isSettled[offer][id]) return;
        isSettled[offer][id] = true;
        atFreeze[offer][id] = totalOf(offer, id);
    }

    function isJoined(uint64 offer, uint256 b, uint256 l) internal view returns (bool) {
        uint256 depth;
        while (1 << depth < _enrolled[offer][b].leaves.length) ++depth;
        return offers.isJoined(offer, _enrolled[offer][b].release, l, depth);
    }

    function joinLeaf(uint64 offer, uint256 b, uint256 l) internal {
        if (isJoined(offer, b, l)) return;
        join(offer, _enrolled[offer][b].release, _enrolled[offer][b].leaves, l);
        ++roundings[offer];
        ++done["join"];
    }

    function joinAllOf(uint64 offer, bytes32 id) internal {
        for (uint256 b; b < _enrolled[offer].length; ++b) {
            for (uint256 l; l < _enrolled[offer][b].leaves.length; ++l) {
                if (_enrolled[offer][b].leaves[l].consentId == id) joinLeaf(offer, b, l);
            }
        }
    }
}
