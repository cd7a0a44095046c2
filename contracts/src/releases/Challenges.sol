// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import { IConsents } from "../interfaces/IConsents.sol";
import { IOffers } from "../interfaces/IOffers.sol";
import { IReleases } from "../interfaces/IReleases.sol";
import { SumTree } from "../libraries/SumTree.sol";
import { Batch, Offer } from "../types/Offer.sol";
import { Assertion } from "../types/Release.sol";
import { LeafProof, PartProof } from "../types/SumTree.sol";
import { ReleasesState } from "./ReleasesState.sol";

/// @title Challenges
/// @notice The part of Releases that strikes out an assertion by proof, and takes single contributions out of pools.
abstract contract Challenges is ReleasesState {
    mapping(uint64 offer => mapping(bytes32 leafPlace => mapping(uint256 partPlace => bool))) private _cut;

    /// @inheritdoc IReleases
    function challengeDeadConsent(Assertion calldata asserted, LeafProof calldata leaf) external {
        // Check: the release is pending and has the leaf.
        _requirePending(asserted);
        _requireLeaf(asserted, leaf);

        // Check: its consent does not carry it. What had no record by then may be anchored, and no tombstone or record
        // of later speaks against that.
        bytes32 consentId = leaf.leaf.consentId;
        IConsents consents = members();
        if (!_isDecidable(consents, consentId, asserted.at)) revert ReleasesNotDecidable(consentId);
        if (_isEligible(consents, asserted, consentId)) {
            revert ReleasesNoFault(asserted.offer, asserted.release, consentId);
        }

        _strike(asserted, msg.sender, consentId);
    }

    /// @inheritdoc IReleases
    function challengeUnaccepted(
        Assertion calldata asserted,
        LeafProof calldata leaf,
        PartProof calldata part
    ) external {
        // Check: the release is pending and has the contribution.
        _requirePending(asserted);
        _requireLeaf(asserted, leaf);
        _requirePart(leaf.leaf, part);

        // Check: review had not accepted it.
        if (contributions().wasAcceptedAt(part.part.contributionId, asserted.at)) {
            revert ReleasesNoFault(asserted.offer, asserted.release, leaf.leaf.consentId);
        }

        _strike(asserted, msg.sender, leaf.leaf.consentId);
    }

    /// @inheritdoc IReleases
    function challengeDuplicate(
        Assertion calldata asserted,
        LeafProof calldata leaf,
        PartProof calldata part,
        uint32 otherRelease,
        LeafProof calldata otherLeaf,
        PartProof calldata otherPart
    ) external {
        // Check: the release is pending and has the contribution.
        _requirePending(asserted);
        _requireLeaf(asserted, leaf);
        _requirePart(leaf.leaf, part);

        // Check: so has the same or an active release, elsewhere.
        bool isWithin = otherRelease == asserted.release;
        if (isWithin) _requireLeaf(asserted, otherLeaf);
        else _requireActiveLeaf(asserted.offer, otherRelease, otherLeaf);
        _requirePart(otherLeaf.leaf, otherPart);
        bool isSame =
            isWithin && _placeOf(leaf) == _placeOf(otherLeaf) && _placeOf(part) == _placeOf(otherPart);

        // Check: one contribution, and the other place is not frozen or cut.
        if (
            isSame || part.part.contributionId != otherPart.part.contributionId
                || offers().positionOf(asserted.offer, otherLeaf.leaf.consentId).frozen
                || _cut[asserted.offer][_leafPlace(otherRelease, otherLeaf)][_placeOf(otherPart)]
        ) revert ReleasesNoFault(asserted.offer, asserted.release, leaf.leaf.consentId);

        _strike(asserted, msg.sender, leaf.leaf.consentId);
    }

    /// @inheritdoc IReleases
    function cut(uint64 offer, uint32 release, LeafProof calldata leaf, PartProof calldata part) external {
        // Check: an active release has the contribution, and it was taken out.
        _requireActiveLeaf(offer, release, leaf);
        _requirePart(leaf.leaf, part);
        bytes32 contributionId = part.part.contributionId;
        if (!contributions().isEnded(contributionId)) revert ReleasesNotCuttable(offer, contributionId);

        // Check and effect: once.
        bytes32 leafPlace = _leafPlace(release, leaf);
        if (_cut[offer][leafPlace][_placeOf(part)]) {
            revert ReleasesPartAlreadyCut(offer, release, leaf.index, part.index);
        }
        _cut[offer][leafPlace][_placeOf(part)] = true;

        // Interaction: with this DAO's own Offers.
        offers().cutPart(offer, release, leaf, contributionId, part.part.weight);
    }

    function _isEligible(IConsents consents, Assertion calldata asserted, bytes32 consentId)
        internal
        view
        returns (bool)
    {
        Offer memory offered = offers().offerOf(asserted.offer);
        return
            consents.isEligible(
                consentId, offered.dataset, offered.purposes, asserted.at, asserted.validUntil
            );
    }

    /// @dev Whether the id had a record by then, or was stopped before.
    function _isDecidable(IConsents consents, bytes32 consentId, uint40 at) private view returns (bool) {
        (, uint40 grantedAt,, uint40 withdrawnAt, uint40 pausedAt) = consents.consentOf(consentId);
        return (grantedAt != 0 && grantedAt <= at) || (withdrawnAt != 0 && withdrawnAt < at)
            || (pausedAt != 0 && pausedAt < at);
    }

    function _requireActiveLeaf(uint64 offer, uint32 release, LeafProof calldata leaf) private view {
        IOffers pools = offers();
        Batch memory batch = pools.batchOf(offer, release);
        if (batch.activatedAt == 0) revert ReleasesNotActive(offer, release);
        _requireLeaf(offer, release, batch.root, batch.total, leaf);
    }

    function _leafPlace(uint32 release, LeafProof calldata leaf) private pure returns (bytes32) {
        return bytes32((uint256(release) << 64) | _placeOf(leaf));
    }

    function _placeOf(LeafProof calldata leaf) private pure returns (uint256) {
        return SumTree.place(leaf.index, leaf.proof.length);
    }

    function _placeOf(PartProof calldata part) private pure returns (uint256) {
        return SumTree.place(part.index, part.proof.length);
    }
}
