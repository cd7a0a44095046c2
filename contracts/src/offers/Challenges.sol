// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IOffers } from "../interfaces/IOffers.sol";
import { SumTree } from "../libraries/SumTree.sol";
import { Offer, Release, ReleaseStatus } from "../types/Offer.sol";
import { Leaf, LeafProof, PartProof, SumNode } from "../types/SumTree.sol";
import { Releases } from "./Releases.sol";

/// @title Challenges
/// @notice The part of Offers that strikes out an assertion by proof. Whoever proves a fault gets the bond.
abstract contract Challenges is Releases {
    /// @inheritdoc IOffers
    function challengeDeadConsent(uint64 offer, uint32 release, LeafProof calldata leaf) external {
        // Check: the release is pending and has the leaf.
        Release storage asserted = _requirePending(offer, release);
        _requireLeaf(offer, release, leaf.leaf, leaf.index, leaf.proof);

        // Check: its consent does not carry it.
        Offer storage $ = _offers[offer];
        if (consents.isEligible(leaf.leaf.consentId, $.dataset, $.purposes, asserted.at, asserted.validUntil))
        {
            revert OffersNoFault(offer, release, leaf.leaf.consentId);
        }

        _strike(offer, release, leaf.leaf.consentId);
    }

    /// @inheritdoc IOffers
    function challengeUnaccepted(
        uint64 offer,
        uint32 release,
        LeafProof calldata leaf,
        PartProof calldata part
    ) external {
        // Check: the release is pending and has the contribution.
        Release storage asserted = _requirePending(offer, release);
        _requireLeaf(offer, release, leaf.leaf, leaf.index, leaf.proof);
        _requirePart(leaf.leaf, part);

        // Check: review had not accepted it.
        if (contributions.wasAcceptedAt(part.part.contributionId, asserted.at)) {
            revert OffersNoFault(offer, release, leaf.leaf.consentId);
        }

        _strike(offer, release, leaf.leaf.consentId);
    }

    /// @inheritdoc IOffers
    function challengeDuplicate(
        uint64 offer,
        uint32 release,
        LeafProof calldata leaf,
        PartProof calldata part,
        uint32 otherRelease,
        LeafProof calldata otherLeaf,
        PartProof calldata otherPart
    ) external {
        // Check: the release is pending and has the contribution.
        _requirePending(offer, release);
        _requireLeaf(offer, release, leaf.leaf, leaf.index, leaf.proof);
        _requirePart(leaf.leaf, part);

        // Check: so has the same or an active release, elsewhere.
        if (otherRelease != release && _releases[offer][otherRelease].status != ReleaseStatus.Active) {
            revert OffersReleaseNotActive(offer, otherRelease);
        }
        _requireLeaf(offer, otherRelease, otherLeaf.leaf, otherLeaf.index, otherLeaf.proof);
        _requirePart(otherLeaf.leaf, otherPart);
        bool same = otherRelease == release && _placeOf(leaf) == _placeOf(otherLeaf)
            && _placeOf(part) == _placeOf(otherPart);

        // Check: one contribution, and the other place is not frozen or cut.
        if (
            same || part.part.contributionId != otherPart.part.contributionId
                || _positions[offer][otherLeaf.leaf.consentId].frozen
                || _cut[offer][_leafPlace(otherRelease, otherLeaf)][_placeOf(otherPart)]
        ) revert OffersNoFault(offer, release, leaf.leaf.consentId);

        _strike(offer, release, leaf.leaf.consentId);
    }

    function _requireLeaf(
        uint64 offer,
        uint32 release,
        Leaf calldata leaf,
        uint256 index,
        SumNode[] calldata proof
    ) internal view {
        Release storage $ = _releases[offer][release];
        if (!SumTree.contains(
                $.root, $.total, SumTree.hashLeaf(leaf), leaf.weight, index, proof, SumTree.NODE
            )) revert OffersInvalidProof(offer, release, index);
    }

    function _requirePart(Leaf calldata leaf, PartProof calldata part) internal pure {
        if (!SumTree.contains(
                leaf.subRoot,
                leaf.weight,
                SumTree.hashPart(part.part),
                part.part.weight,
                part.index,
                part.proof,
                SumTree.SUB_NODE
            )) revert OffersInvalidPartProof(leaf.consentId, part.part.contributionId, part.index);
    }

    function _leafPlace(uint32 release, LeafProof calldata leaf) internal pure returns (bytes32) {
        return bytes32((uint256(release) << 64) | _placeOf(leaf));
    }

    function _placeOf(LeafProof calldata leaf) internal pure returns (uint256) {
        return SumTree.place(leaf.index, leaf.proof.length);
    }

    function _placeOf(PartProof calldata part) internal pure returns (uint256) {
        return SumTree.place(part.index, part.proof.length);
    }

    function _strike(uint64 offer, uint32 release, bytes32 consentId) private {
        // Effect: the bond goes to the challenger, the number is free again.
        _credits[msg.sender] += _releases[offer][release].bond;
        delete _releases[offer][release];
        emit ReleaseChallenged(offer, release, msg.sender, consentId);
    }
}
